/// What tells the texts of one record apart where they are of several kinds: the title, the
/// description and the address of a case.
///
/// They are one document, so that words of a title and words of an address find it together. That
/// one kind alone can be asked for, the text of the document has a mark before each of them, and each
/// of its words stands in the index once more, behind its mark. What is of no such kind is marked as
/// what is read first.
package enum SearchMark: UInt8, Sendable, CaseIterable {
  case title = 0x1C
  case description
  case address

  /// What stands behind a marked text.
  private static let end: UInt8 = 0x1F

  /// The mark of a kind; nil where a record's one text says the kind of its document.
  package init?(_ kind: SearchKind) {
    switch kind {
    case .title: self = .title
    case .description: self = .description
    case .address: self = .address
    default: return nil
    }
  }

  private var character: String { String(Unicode.Scalar(rawValue)) }

  /// A text between its mark and the end of it.
  func enclosing(_ text: String) -> String {
    character + text + String(Unicode.Scalar(SearchMark.end))
  }

  /// A word behind the mark.
  func before(_ word: String) -> String { character + word }

  private static func isMark(_ byte: UInt8) -> Bool { (title.rawValue...end).contains(byte) }

  /// A text as people write it, without what would be taken for a mark.
  static func cleaned(_ text: String) -> String {
    guard text.utf8.contains(where: isMark) else { return text }
    return String(
      decoding: text.utf8.map { isMark($0) ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
  }

  /// Gives the words of marked texts, and their further forms, once more behind their mark.
  /// - Parameters:
  ///   - tokens: the words of a document's text.
  ///   - bytes: the text.
  static func add(to tokens: inout [SearchTokenizer.Token], in bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.contains(where: isMark) else { return }
    var mark: SearchMark?
    var place = 0
    for index in tokens.indices {
      while place < tokens[index].bytes.lowerBound {
        if isMark(bytes[place]) { mark = SearchMark(rawValue: bytes[place]) }
        place += 1
      }
      guard let mark else { continue }
      for form in tokens[index].forms {
        tokens[index].add(mark.before(form.text), span: form.span, .marked)
      }
      tokens[index].add(mark.before(tokens[index].text), .marked)
    }
  }
}
