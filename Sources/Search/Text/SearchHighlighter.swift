/// Finds the piece of a text that shows best why a query found it.
public struct SearchHighlighter: Sendable {
  /// How many words a snippet has.
  public static let width = 32
  /// What is longer than this without a space in between is cut: it is nothing to read.
  private static let longestFragment = 400

  private let words: Set<String>
  private let others: [SearchPattern]
  private let width: Int

  /// A highlighter.
  /// - Parameters:
  ///   - patterns: what was looked for.
  ///   - width: how many words a snippet has.
  public init(_ patterns: [SearchPattern], width: Int = SearchHighlighter.width) {
    let width = max(1, width)
    words = Set(patterns.filter { $0.words.count == 1 && !$0.isPrefix }.flatMap(\.words))
    // What does not fit into a snippet is looked for as far as it does.
    others = patterns.filter { $0.words.count != 1 || $0.isPrefix }.map { pattern in
      pattern.words.count <= width
        ? pattern : SearchPattern(words: Array(pattern.words.prefix(width)))
    }.sorted { $0.words.count > $1.words.count }
    self.width = width
  }

  /// The piece of a text with the most different matches, then the most, then the first.
  ///
  /// Takes time proportional to the text's length times the number of phrases and prefixes.
  /// - Parameter text: the whole text.
  /// - Returns: the snippet; the beginning of the text when nothing matches.
  public func snippet(of text: String) -> SearchSnippet {
    let tokens = SearchTokenizer.tokens(of: text)
    let matches = matches(in: tokens)
    let start = window(matches, count: tokens.count)
    let end = min(start + width, tokens.count)
    guard start < end else { return SearchSnippet(fragments: []) }
    var fragments: [SearchSnippet.Fragment] = []
    func add(_ piece: Substring, _ isMatch: Bool) {
      let readable = SearchHighlighter.readable(piece)
      if !readable.isEmpty { fragments.append(.init(text: readable, isMatch: isMatch)) }
    }
    func range(_ index: Int) -> Range<String.Index> { tokens[index].range(in: text) }
    // What stands right before the first word belongs to it, such as the + of a telephone number.
    var place = range(start).lowerBound
    let before = start == 0 ? text.startIndex : range(start - 1).upperBound
    while place > before, !text[text.index(before: place)].isWhitespace {
      place = text.index(before: place)
    }
    if start > 0 { add("…", false) }
    var index = start
    for match in matches where match.tokens.lowerBound >= start && match.tokens.upperBound <= end {
      let found =
        range(match.tokens.lowerBound).lowerBound..<range(match.tokens.upperBound - 1).upperBound
      // Several words that one sign stands for have one place.
      guard match.tokens.lowerBound >= index, found.lowerBound >= place else { continue }
      add(text[place..<found.lowerBound], false)
      add(text[found], true)
      place = found.upperBound
      index = match.tokens.upperBound
    }
    // The punctuation behind the last word belongs to it.
    let last = end == tokens.count ? text.endIndex : range(end).lowerBound
    var stop = max(place, range(end - 1).upperBound)
    while stop < last, !text[stop].isWhitespace { stop = text.index(after: stop) }
    add(text[place..<stop], false)
    if end < tokens.count { add("…", false) }
    return SearchSnippet(fragments: fragments)
  }

  private struct Match {
    let tokens: Range<Int>
    /// Which pattern, for telling different ones.
    let id: String
  }

  /// Every place where a pattern stands, in order; at one place the longest first.
  private func matches(in tokens: [SearchTokenizer.Token]) -> [Match] {
    var matches: [Match] = []
    for index in tokens.indices {
      for pattern in others {
        guard let length = pattern.length(in: tokens, at: index) else { continue }
        matches.append(
          Match(tokens: index..<(index + length), id: pattern.words.joined(separator: " ")))
      }
      let token = tokens[index]
      if words.contains(token.text) {
        matches.append(Match(tokens: index..<(index + 1), id: token.text))
      } else if let form = token.forms.first(where: { words.contains($0.text) }) {
        matches.append(Match(tokens: index..<(index + form.span), id: form.text))
      }
    }
    return matches
  }

  /// The first word of the best window, with the matches in its middle.
  private func window(_ matches: [Match], count: Int) -> Int {
    var best: (distinct: Int, count: Int, first: Int, last: Int)?
    var inside: [String: Int] = [:]
    var head = 0
    for (index, match) in matches.enumerated() {
      inside[match.id, default: 0] += 1
      while head < index,
        match.tokens.upperBound - matches[head].tokens.lowerBound > width
      {
        let id = matches[head].id
        inside[id] = inside[id].flatMap { $0 > 1 ? $0 - 1 : nil }
        head += 1
      }
      let found = (inside.count, index - head + 1)
      if found > (best?.distinct ?? 0, best?.count ?? 0) {
        best = (found.0, found.1, matches[head].tokens.lowerBound, match.tokens.upperBound)
      }
    }
    guard let best else { return 0 }
    let slack = max(0, width - (best.last - best.first))
    return max(0, min(best.first - slack / 2, count - width))
  }

  /// White space as single spaces, without control characters.
  private static func readable(_ piece: Substring) -> String {
    var text = ""
    var isSpace = false
    for scalar in piece.unicodeScalars {
      if scalar.properties.isWhitespace {
        isSpace = true
      } else if scalar.properties.generalCategory != .control {
        if isSpace { text.append(" ") }
        isSpace = false
        text.unicodeScalars.append(scalar)
      }
    }
    if isSpace { text.append(" ") }
    guard text.count > longestFragment else { return text }
    return text.prefix(longestFragment / 2) + "…" + text.suffix(longestFragment / 2)
  }
}
