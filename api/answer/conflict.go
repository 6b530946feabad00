package answer

// conflicts finds pages that disagree.
func (m *making) conflicts() {}
