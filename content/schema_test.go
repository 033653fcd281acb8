package content

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"testing"
	"time"

	validate "github.com/google/jsonschema-go/jsonschema"
	"github.com/invopop/jsonschema"
	"go.yaml.in/yaml/v3"

	"portal/locales"
)

// TestSchemas keeps schemas/*.json equal to the types that files are read
// into. Editors of YAML use them to propose fields and to mark mistakes;
// portal check alone decides.
func TestSchemas(t *testing.T) {
	unused := maps.Clone(choices)
	defer func() {
		for field := range unused {
			t.Errorf("there is no field %s to choose in", field)
		}
	}()
	for name, v := range map[string]any{
		"site":     Site{},
		"sections": []Section{},
		"topics":   []Topic{},
		"words":    []Word{},
		"names":    []string{},
		"hosts":    []string{},
		"page":     Page{},
		"update":   Update{},
		"text":     Text{}, // the front matter
		"facts":    map[string][]Period{},
		"sources":  map[string]Source{},
		"contacts": map[string]Contact{},
		"terms":    map[string]Term{},
		"chart":    Chart{},
	} {
		got, err := json.MarshalIndent(schemaOf(t, v, unused), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, '\n')
		file := "schemas/" + name + ".json"
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not that of the types (%v): write it with “go test ./content -run Schemas -update”", file, err)
		}
	}
}

// TestSchemasKnowTheContent: no editor marks as a mistake what is none, and it
// marks what is one.
func TestSchemasKnowTheContent(t *testing.T) {
	fsys := Embedded()
	for pattern, name := range map[string]string{
		"site.yaml": "site", "sections.yaml": "sections", "topics.yaml": "topics", "words.yaml": "words", "names.yaml": "names",
		"sources/hosts.yaml": "hosts", "pages/*/*/page.yaml": "page", "updates/*/*/update.yaml": "update", "pages/*/*/*.md": "text", "updates/*/*/*.md": "text",
		"facts/*.yaml": "facts", "sources/[^h]*.yaml": "sources", "contacts/*.yaml": "contacts", "terms/*.yaml": "terms", "data/*.yaml": "chart",
	} {
		schema := resolved(t, name)
		files, err := fs.Glob(fsys, pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", pattern, err, len(files))
		}
		for _, file := range files {
			src, err := fs.ReadFile(fsys, file)
			if err != nil {
				t.Fatal(err)
			}
			if head, _, ok := cutFrontMatter(string(src)); ok {
				src = []byte(head)
			}
			if err := schema.Validate(asJSON(t, src)); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	page := resolved(t, "page")
	for _, mistake := range []string{"kind: guide\n", "knid: guide\n", "critical: maybe\n"} {
		if err := page.Validate(asJSON(t, []byte(mistake))); err == nil {
			t.Errorf("%q is good for the schema of pages", mistake)
		}
	}
}

func resolved(t *testing.T, name string) *validate.Resolved {
	t.Helper()
	data, err := os.ReadFile("schemas/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var schema validate.Schema
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	r, err := schema.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// asJSON is YAML as its editors read it: keys and dates are strings.
func asJSON(t *testing.T, src []byte) any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		t.Fatal(err)
	}
	var strings func(n *yaml.Node)
	strings = func(n *yaml.Node) {
		for i, c := range n.Content {
			if key := n.Kind == yaml.MappingNode && i%2 == 0; key || c.Tag == "!!timestamp" {
				c.Tag = "!!str"
			}
			strings(c)
		}
	}
	strings(&doc)
	var v any
	if err := doc.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// choices are the fields with a fixed choice.
var choices = map[string][]string{
	"Page.kind": kinds, "Page.direction": directions, "Page.jurisdictions": jurisdictions,
	"Fate.kind": fates, "Change.kind": changeKinds,
	"Update.jurisdictions": jurisdictions, "Update.act_kind": actKinds, "Update.stage": stages,
	"Update.confidence": confidences, "Update.original_lang": otherLangs, "Dated.basis": bases,
	"Period.law": jurisdictions, "Period.unit": units, "Period.confidence": confidences,
	"Source.lang": otherLangs, "Contact.country": countries, "Contact.needs": needs, "Phone.languages": otherLangs,
}

func schemaOf(t *testing.T, v any, unused map[string][]string) *jsonschema.Schema {
	t.Helper()
	r := &jsonschema.Reflector{FieldNameTag: "yaml", Anonymous: true, ExpandedStruct: true, Mapper: mapped}
	if err := r.AddGoComments("portal/content", ".", jsonschema.WithFullComment()); err != nil {
		t.Fatal(err)
	}
	schema := r.Reflect(v)
	for name, typ := range structs(reflect.TypeOf(v), map[string]reflect.Type{}) {
		def := schema.Definitions[name]
		if def == nil && typ == reflect.TypeOf(v) {
			def = schema
		}
		if def == nil {
			t.Fatalf("there is no schema of %s", name)
		}
		finish(def, typ, unused)
	}
	return schema
}

// finish says of a struct what its tags and the checks say.
func finish(def *jsonschema.Schema, typ reflect.Type, unused map[string][]string) {
	def.Required = nil
	for i := range typ.NumField() {
		key, optional := tag(typ.Field(i))
		if key == "" {
			continue
		}
		if !optional {
			def.Required = append(def.Required, key)
		}
		field, _ := def.Properties.Get(key)
		if allowed := choices[typ.Name()+"."+key]; allowed != nil {
			delete(unused, typ.Name()+"."+key)
			if field.Type == "array" {
				field = field.Items
			}
			field.Type, field.AnyOf, field.Enum = "string", nil, values(allowed)
		}
	}
}

// structs are the structs below a type that have a schema of their own.
func structs(typ reflect.Type, found map[string]reflect.Type) map[string]reflect.Type {
	switch {
	case mapped(typ) != nil:
	case typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Map:
		structs(typ.Elem(), found)
	case typ.Kind() == reflect.Struct:
		found[typ.Name()] = typ
		for i := range typ.NumField() {
			if key, _ := tag(typ.Field(i)); key != "" {
				structs(typ.Field(i).Type, found)
			}
		}
	}
	return found
}

// mapped are the schemas of types that read themselves.
func mapped(typ reflect.Type) *jsonschema.Schema {
	text := &jsonschema.Schema{Type: "string"}
	switch typ {
	case reflect.TypeFor[string]():
		// A hash or a number to call may look like a number to YAML.
		return either(text, &jsonschema.Schema{Type: "number"})
	case reflect.TypeFor[Date]():
		// 2026 alone is a number to YAML.
		return either(&jsonschema.Schema{Type: "string", Pattern: `^\d{4}(-\d{2}(-\d{2})?)?$`}, &jsonschema.Schema{Type: "integer"})
	case reflect.TypeFor[time.Time]():
		return &jsonschema.Schema{Type: "string", Format: "date-time"}
	case reflect.TypeFor[locales.Lang]():
		return &jsonschema.Schema{Type: "string", Enum: values(locales.All)}
	case reflect.TypeFor[locales.Texts]():
		return texts(true)
	case reflect.TypeFor[Notes]():
		return texts(false)
	case reflect.TypeFor[Hours]():
		opening := jsonschema.NewProperties()
		for _, key := range known(reflect.TypeFor[Opening]()) {
			opening.Set(key, text)
		}
		rows := &jsonschema.Schema{Type: "object", Properties: opening, Required: known(reflect.TypeFor[Opening]()), AdditionalProperties: jsonschema.FalseSchema}
		return either(&jsonschema.Schema{Const: "always"}, &jsonschema.Schema{Type: "array", Items: rows})
	case reflect.TypeFor[Value]():
		number := &jsonschema.Schema{Type: "number"}
		between := jsonschema.NewProperties()
		between.Set("min", number)
		between.Set("max", number)
		return either(number, mapped(reflect.TypeFor[Date]()).AnyOf[0], texts(true),
			&jsonschema.Schema{Type: "object", Properties: between, Required: []string{"min", "max"}, AdditionalProperties: jsonschema.FalseSchema})
	}
	return nil
}

func either(some ...*jsonschema.Schema) *jsonschema.Schema { return &jsonschema.Schema{AnyOf: some} }

// texts is a text in each language, or in some.
func texts(all bool) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, lang := range locales.All {
		s.Properties.Set(string(lang), &jsonschema.Schema{Type: "string"})
		if all {
			s.Required = append(s.Required, string(lang))
		}
	}
	return s
}

func values[T any](all []T) []any {
	var out []any
	for _, v := range all {
		out = append(out, v)
	}
	return out
}
