internal import Foundation
public import InteractionModel

/// What somebody types, read as an identifier: whoever is known by it is meant, and whose texts have it.
///
/// An index has the words of texts, and the digits of a number may be part of another country's. So what it
/// gives is a candidate, and only what has an identifier of the same normal form counts.
public struct IdentifierReading: Sendable {
  /// Identifiers that count the same.
  let identifiers: [Identifier]
  /// The words of what was typed, which find a code as it was typed whether or not they are taken for one.
  private let typed: SearchPattern
  private let rules: IdentifierRules

  init(_ identifiers: [Identifier], typed text: String, _ rules: IdentifierRules) {
    self.identifiers = identifiers
    typed = SearchPattern(SearchTokenizer.tokens(of: text))
    self.rules = rules
  }

  /// Whether words may mean something else: it has no digit, and is no address.
  public var isWord: Bool {
    identifiers.allSatisfy { $0.kind == .code && !$0.text.contains(where: \.isNumber) }
  }

  // MARK: In an index

  /// What finds every text that has it, and perhaps others; nil where no words do.
  public var query: SearchQuery? {
    SearchQuery(
      anyOf: Set(identifiers.flatMap(patterns)).sorted {
        $0.words.joined(separator: " ") < $1.words.joined(separator: " ")
      })
  }

  private func patterns(of identifier: Identifier) -> [SearchPattern] {
    let spellings: [String] =
      switch identifier.kind {
      case .phone: [identifier.text, String(identifier.text.drop { $0 == "+" })]
      case .nationalPhone: [identifier.text]
      case .code: [identifier.text]
      case .mail: [identifier.text, IdentifierReading.shown(identifier.text)]
      }
    let own = identifier.kind == .code ? [typed] : []
    return
      (own
      + spellings.flatMap { spelling -> [SearchPattern] in
        let tokens = SearchTokenizer.tokens(of: spelling)
        let national = tokens.count == 1 ? tokens[0].forms.filter { $0.relation == .spelling } : []
        return [SearchPattern(tokens)] + national.map { SearchPattern(words: [$0.text]) }
      }).filter { !$0.words.isEmpty }
  }

  /// A mail address with its domain as people read it.
  private static func shown(_ mail: String) -> String {
    guard let at = mail.lastIndex(of: "@") else { return mail }
    var components = URLComponents()
    components.encodedHost = String(mail[mail.index(after: at)...])
    return mail[...at] + (components.host ?? "")
  }

  // MARK: In a text

  /// Whether what a part says has it, in any spelling.
  ///
  /// From which address to which it was sent does not count, nor any other that is somebody's: whose that
  /// is, is noted by ``IdentifierRules/identifiers(in:of:)`` and known by its hash.
  /// - Parameter content: of the part.
  /// - Returns: whether it has.
  public func isHeld(by content: JSONObject) -> Bool {
    Said.words(in: content).contains(where: isHeld)
  }

  private func isHeld(by text: String) -> Bool {
    identifiers.contains { identifier in
      switch identifier.kind {
      case .mail: IdentifierReading.mails(in: text).contains(identifier)
      case .phone, .nationalPhone: rules.stands(identifier, in: text)
      case .code where Identifier.isDialled(identifier.text): rules.stands(identifier, in: text)
      case .code:
        patterns(of: identifier).contains { $0.stands(in: text) }
      }
    }
  }

  /// The mail addresses in a text, also without a sign before one that may be a quotation mark.
  private static func mails(in text: String) -> [Identifier] {
    PersonalSpan.mails(in: text).flatMap { mail in
      [mail, String(mail.drop { !$0.isLetter && !$0.isNumber })].flatMap { address in
        [Identifier.mail(address), Identifier.respelledMail(address)].compactMap(\.self)
      }
    }
  }
}

extension SearchPattern {
  /// Whether it stands anywhere in a text.
  fileprivate func stands(in text: String) -> Bool {
    let tokens = SearchTokenizer.tokens(of: text)
    return tokens.indices.contains { length(in: tokens, at: $0) != nil }
  }
}
