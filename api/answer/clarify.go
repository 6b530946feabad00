package answer

// clarify asks back when the answer differs by something that the question does
// not name.
func (m *making) clarify() bool { return false }
