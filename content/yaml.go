package content

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"portal/locales"
)

// The YAML library reads the syntax; the walk below holds the values against
// our structs, because an editor needs every mistake at once, with its line,
// in words that do not speak of Go types.

// decoder is a value that reads itself from one node.
type decoder interface{ decode(*yaml.Node) error }

var yamlLine = regexp.MustCompile(`line (\d+): `)

// decode reads the YAML in src, whose first line is line first of the file,
// into the struct, map or slice that v points to.
func (f *file) decode(src string, first int, v any) {
	f.lines = map[string]int{"": first}
	before := f.reported
	defer func() { f.broken = f.reported > before }()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(src), &doc); err != nil {
		line, msg := first, strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatch(msg); m != nil {
			n, _ := strconv.Atoi(m[1])
			line, msg = first+n-1, strings.Replace(msg, m[0], "", 1)
		}
		f.line(line, "not readable as YAML: %s (put texts that hold “: ”, “#” or “{{” in quotes)", msg)
		return
	}
	if len(doc.Content) == 0 {
		f.line(first, "is empty")
		return
	}
	f.value(doc.Content[0], reflect.ValueOf(v).Elem(), "", first-1)
}

// value reads one node into v. Lines of nodes count from offset.
func (f *file) value(n *yaml.Node, v reflect.Value, path string, offset int) {
	f.lines[path] = n.Line + offset
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		f.at(path, "“&” and “*” references are not used here: write the text out")
		return
	}
	if d, ok := v.Addr().Interface().(decoder); ok {
		if err := d.decode(n); err != nil {
			f.at(path, "%s: %v", label(path), err)
		}
		return
	}
	switch v.Interface().(type) {
	case time.Time:
		f.moment(n, v, path)
		return
	case locales.Texts:
		f.mapping(n, v, path, offset)
		for _, lang := range locales.All {
			if v.MapIndex(reflect.ValueOf(lang)).IsValid() {
				continue
			}
			f.at(path, "%s: the text in %s is missing", label(path), lang)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		f.fields(n, v, path, offset)
	case reflect.Map:
		f.mapping(n, v, path, offset)
	case reflect.Slice:
		f.sequence(n, v, path, offset)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.value(n, v.Elem(), path, offset)
	default:
		f.scalar(n, v, path)
	}
}

// fields reads a mapping into a struct: no field too many, none missing.
func (f *file) fields(n *yaml.Node, v reflect.Value, path string, offset int) {
	if n.Kind != yaml.MappingNode {
		f.at(path, "%s must have fields of its own: %s", label(path), strings.Join(known(v.Type()), ", "))
		return
	}
	seen := f.keys(n, path, offset)
	for key := range seen {
		if !slices.Contains(known(v.Type()), key) {
			f.at(join(path, key), "unknown field “%s”; known here: %s", key, strings.Join(known(v.Type()), ", "))
		}
	}
	for i := range v.NumField() {
		key, optional := tag(v.Type().Field(i))
		if key == "" {
			continue
		}
		if node, ok := seen[key]; ok {
			f.value(node, v.Field(i), join(path, key), offset)
		} else if !optional {
			f.at(path, "the field “%s” is missing", join(path, key))
		}
	}
}

func (f *file) mapping(n *yaml.Node, v reflect.Value, path string, offset int) {
	if n.Kind != yaml.MappingNode {
		f.at(path, "%s must be a list of “key: value”", label(path))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for key, node := range f.keys(n, path, offset) {
		if v.Type().Key() == reflect.TypeFor[locales.Lang]() {
			if _, ok := locales.Parse(key); !ok {
				f.at(join(path, key), "“%s” is not a language of the site: write az, nl, fr or en", key)
				continue
			}
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		f.value(node, elem, join(path, key), offset)
		if elem.Kind() == reflect.String {
			elem.SetString(typography(locales.Lang(key), elem.String()))
		}
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), elem)
	}
}

// keys gives the values of a mapping by key and reports keys that stand twice.
func (f *file) keys(n *yaml.Node, path string, offset int) map[string]*yaml.Node {
	nodes := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		p := join(path, key.Value)
		if _, twice := nodes[key.Value]; twice {
			f.line(key.Line+offset, "“%s” stands twice: keep one", key.Value)
			continue
		}
		f.lines[p] = key.Line + offset
		nodes[key.Value] = n.Content[i+1]
	}
	return nodes
}

func (f *file) sequence(n *yaml.Node, v reflect.Value, path string, offset int) {
	if n.Kind != yaml.SequenceNode {
		f.at(path, "%s must be a list: write [one, two] or lines that start with “- ”", label(path))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, node := range n.Content {
		f.value(node, v.Index(i), fmt.Sprintf("%s[%d]", path, i), offset)
	}
}

func (f *file) scalar(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		f.at(path, "%s must be a single value", label(path))
		return
	}
	if v.Kind() == reflect.String {
		if strings.TrimSpace(n.Value) == "" || n.Tag == "!!null" {
			f.at(path, "%s is empty", label(path))
		}
		v.SetString(strings.TrimSpace(n.Value))
		if v.Type() == reflect.TypeFor[locales.Lang]() {
			if _, ok := locales.Parse(v.String()); !ok {
				f.at(path, "%s: “%s” is not a language of the site: write az, nl, fr or en", label(path), n.Value)
			}
		}
		return
	}
	if n.Decode(v.Addr().Interface()) != nil {
		want := map[reflect.Kind]string{reflect.Int: "a whole number", reflect.Bool: "true or false"}[v.Kind()]
		f.at(path, "%s must be %s, not “%s”", label(path), want, n.Value)
	}
}

func (f *file) moment(n *yaml.Node, v reflect.Value, path string) {
	t, err := time.Parse(time.RFC3339, n.Value)
	if err != nil {
		f.at(path, "%s: “%s” is no time with zone: write it as 2026-11-22T09:00:00+01:00", label(path), n.Value)
		return
	}
	v.Set(reflect.ValueOf(t))
}

// known are the fields of a struct as they stand in files.
func known(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if key, _ := tag(t.Field(i)); key != "" {
			names = append(names, key)
		}
	}
	return names
}

func tag(field reflect.StructField) (key string, optional bool) {
	key, option, _ := strings.Cut(field.Tag.Get("yaml"), ",")
	if key == "-" {
		key = ""
	}
	return key, option == "optional"
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// label is how a problem names the value at path.
func label(path string) string {
	if path == "" {
		return "the file"
	}
	return "“" + path + "”"
}
