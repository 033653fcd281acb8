package site

import "sync"

// Live holds the snapshot being served. It is safe for concurrent use.
type Live struct {
	mu  sync.Mutex
	now *Snapshot
}

// Get takes the snapshot to answer one request from; release gives it back
// and must be called exactly once. A handler calls Get once, so that a page
// and its search results are of the same version. Without a snapshot yet it
// gives nil.
func (l *Live) Get() (s *Snapshot, release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s = l.now
	if s == nil {
		return nil, func() {}
	}
	s.refs++
	return s, func() { l.release(s) }
}

// Swap replaces the snapshot being served and gives back the one before.
// Requests under way finish with the one they took; the last to release it
// closes its search indexes. Swap(nil) ends serving.
func (l *Live) Swap(s *Snapshot) (old *Snapshot) {
	l.mu.Lock()
	old, l.now = l.now, s
	idle := false
	if old != nil {
		old.retired = true
		idle = old.refs == 0
	}
	l.mu.Unlock()
	if idle {
		old.close()
	}
	return old
}

func (l *Live) release(s *Snapshot) {
	l.mu.Lock()
	s.refs--
	last := s.retired && s.refs == 0
	l.mu.Unlock()
	if last {
		s.close()
	}
}
