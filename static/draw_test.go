package static

import (
	"bytes"
	"encoding/binary"
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures anew")

// TestPictures keeps the pictures what they are drawn from: the mark of the
// site, without text, so that one picture serves four languages.
func TestPictures(t *testing.T) {
	for _, tt := range []struct {
		name   string
		want   *image.Paletted
		encode func(*testing.T, image.Image) []byte
		decode func(*testing.T, []byte) image.Image
	}{
		{"og.png", draw(1200, 630, 12, 27, 18, color.White, way), encodePNG, decodePNG},
		{"favicon.ico", draw(32, 32, 1, 0, 0, way, color.White), encodeICO, decodeICO},
	} {
		file := filepath.Join("files", tt.name)
		if *update {
			if err := os.WriteFile(file, tt.encode(t, tt.want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !same(tt.decode(t, b), tt.want) {
			t.Errorf("%s is not as drawn: go test -update ./static", tt.name)
		}
		if len(b) > 20_000 {
			t.Errorf("%s has %d bytes, want 20,000 at most", tt.name, len(b))
		}
	}
}

var way = color.RGBA{0x00, 0x6a, 0x6a, 0xff}

// draw paints the mark, which lies in a square of 32 units, at the given
// scale and offset (in units). Its line runs on to the edge of the picture.
func draw(w, h int, scale, dx, dy float64, ground, line color.Color) *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, w, h), shades(ground, line))
	for y := range h {
		for x := range w {
			d := distance((float64(x)+.5)/scale-dx, (float64(y)+.5)/scale-dy)
			ink := min(max((1.75-d)*scale+.5, 0), 1)
			img.SetColorIndex(x, y, uint8(math.Round(ink*15)))
		}
	}
	return img
}

// distance from a point to the middle of the drawn line: a ring, a way down,
// one bend, a way on.
func distance(x, y float64) float64 {
	ring := math.Abs(math.Hypot(x-10, y-10) - 4.25)
	down := math.Hypot(x-10, y-min(max(y, 14.25), 16))
	on := math.Hypot(x-max(x, 17), y-23)
	bend := math.Inf(1)
	if x <= 17 && y >= 16 {
		bend = math.Abs(math.Hypot(x-17, y-16) - 7)
	}
	return min(ring, down, bend, on)
}

func shades(from, to color.Color) color.Palette {
	a, b := color.RGBAModel.Convert(from).(color.RGBA), color.RGBAModel.Convert(to).(color.RGBA)
	mix := func(x, y uint8, i int) uint8 { return uint8((int(x)*(15-i) + int(y)*i) / 15) }
	var p color.Palette
	for i := range 16 {
		p = append(p, color.RGBA{mix(a.R, b.R, i), mix(a.G, b.G, i), mix(a.B, b.B, i), 0xff})
	}
	return p
}

func same(got image.Image, want *image.Paletted) bool {
	if got.Bounds() != want.Bounds() {
		return false
	}
	for y := range want.Rect.Dy() {
		for x := range want.Rect.Dx() {
			if color.RGBAModel.Convert(got.At(x, y)) != color.RGBAModel.Convert(want.At(x, y)) {
				return false
			}
		}
	}
	return true
}

func encodePNG(t *testing.T, img image.Image) []byte {
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func decodePNG(t *testing.T, b []byte) image.Image {
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// icoHead is the header of an icon file with one picture of 32 x 32.
var icoHead = []byte{0, 0, 1, 0, 1, 0, 32, 32, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0}

func encodeICO(t *testing.T, img image.Image) []byte {
	picture := encodePNG(t, img)
	head := bytes.Clone(icoHead)
	binary.LittleEndian.PutUint32(head[14:], uint32(len(picture)))
	return append(head, picture...)
}

func decodeICO(t *testing.T, b []byte) image.Image {
	if len(b) < 22 || binary.LittleEndian.Uint32(b[14:]) != uint32(len(b)-22) {
		t.Fatal("favicon.ico: not an icon of one picture")
	}
	return decodePNG(t, b[22:])
}
