package site

import "portal/static"

// forever is for addresses that hold the hash of their bytes.
const forever = "public, max-age=31536000, immutable"

// assetResources compresses the assets once for all snapshots.
func assetResources(assets *static.Assets) map[string]*Resource {
	all := map[string]*Resource{}
	for _, url := range assets.URLs() {
		asset, _, _ := assets.Get(url)
		r := &Resource{Status: 200, ContentType: asset.ContentType, Cache: forever, body: asset.Bytes}
		r.finish()
		r.pack()
		all[url] = r
	}
	return all
}

// Asset gives an asset by its address. Under the hash of another version it
// gives today's bytes, which must not be kept.
func (s *Snapshot) Asset(path string) (*Resource, bool) {
	if r, ok := s.builder.resources[path]; ok {
		return r, true
	}
	asset, _, ok := s.builder.assets.Get(path)
	if !ok {
		return nil, false
	}
	url, err := s.builder.assets.URL(asset.Name)
	if err != nil {
		return nil, false
	}
	r := s.builder.resources[url].with(200, revalidate)
	return r, true
}
