extension String {
  /// Some of its Unicode scalars, counted from 0; nil when it ends before.
  package func scalars(_ range: Range<Int>) -> String? {
    let all = unicodeScalars
    guard
      let start = all.index(all.startIndex, offsetBy: range.lowerBound, limitedBy: all.endIndex),
      let end = all.index(start, offsetBy: range.count, limitedBy: all.endIndex)
    else { return nil }
    return String(all[start..<end])
  }
}
