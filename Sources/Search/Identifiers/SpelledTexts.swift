internal import InteractionModel

/// Texts that are looked for in others in any spelling: by their words, folded as an index has them; the
/// numbers and mail addresses in them by their normal forms; and names also turned round, `Doe, Jane` for
/// `Jane Doe`.
///
/// More is found than is the same, for somebody to look at.
public struct SpelledTexts: Sendable {
  /// Shorter ones are words of other sentences; a character of a script without spaces counts twice.
  private static let shortest = 4
  /// How many words a name has at most.
  private static let longestName = 4

  private let rules: IdentifierRules
  /// By their first word, with the number of the text that they are of.
  private var patterns: [String: [(pattern: SearchPattern, text: Int)]] = [:]
  private var mails: [Identifier: [Int]] = [:]
  /// By the last of their digits.
  private var numbers: [String: [(number: Identifier, text: Int)]] = [:]

  /// Texts that nothing was compared with yet.
  /// - Parameters:
  ///   - texts: what is looked for.
  ///   - rules: by which numbers are read.
  public init(_ texts: [String], _ rules: IdentifierRules) {
    self.rules = rules
    for (number, text) in texts.enumerated() { add(text, number) }
  }

  /// Which of them stand in a text, by their places.
  /// - Parameter text: any text.
  /// - Returns: the places, from 0.
  public func found(in text: String) -> Set<Int> {
    var found: Set<Int> = []
    let tokens = patterns.isEmpty ? [] : SearchTokenizer.tokens(of: text)
    for (place, token) in tokens.enumerated() {
      for word in [token.text] + token.forms.map(\.text) {
        for (pattern, number) in patterns[word] ?? []
        where pattern.length(in: tokens, at: place) != nil {
          found.insert(number)
        }
      }
    }
    if !mails.isEmpty {
      for mail in PersonalSpan.mails(in: text).compactMap(Identifier.mail) {
        found.formUnion(mails[mail] ?? [])
      }
    }
    for (number, own) in candidates(in: text)
    where !found.contains(own) && rules.stands(number, in: text) {
      found.insert(own)
    }
    return found
  }

  private mutating func add(_ text: String, _ number: Int) {
    // A number and nothing else is that number, and not its groups where they are another's.
    guard !Identifier.isDialled(text) else { return add(numberIn: text, number) }
    let tokens = SearchTokenizer.tokens(of: text)
    let length = tokens.reduce(0) { $0 + ($1.kind == .character ? 2 : 1) * $1.text.count }
    if length >= SpelledTexts.shortest {
      for order in SpelledTexts.orders(of: tokens) { add(SearchPattern(order), number) }
      // A code as one word.
      for form in tokens.first?.forms ?? []
      where form.relation == .spelling && form.span == tokens.count {
        add(SearchPattern(words: [form.text]), number)
      }
    }
    for span in rules.personalSpans(in: text) {
      guard let said = text.scalars(span.scalars) else { continue }
      guard span.kind == .mail else {
        add(numberIn: said, number)
        continue
      }
      for mail in rules.mails(said) { mails[mail, default: []].append(number) }
    }
  }

  private mutating func add(numberIn text: String, _ number: Int) {
    // What it means most certainly; the same digits in any country are many numbers.
    for identifier in rules.readings(of: text).first?.identifiers ?? [] {
      let end = String(identifier.text.filter(\.isWholeNumber).suffix(SpelledTexts.compared))
      numbers[end, default: []].append((identifier, number))
    }
  }

  private mutating func add(_ pattern: SearchPattern, _ number: Int) {
    guard let first = pattern.words.first else { return }
    patterns[first, default: []].append((pattern, number))
  }

  /// The words as they stand, and of what may be a name with the last or the first of them elsewhere.
  private static func orders(of tokens: [SearchTokenizer.Token]) -> [[SearchTokenizer.Token]] {
    let isName =
      (2...longestName).contains(tokens.count) && tokens.allSatisfy { $0.kind == .letters }
    guard isName else { return [tokens] }
    return [tokens] + (1..<tokens.count).map { Array(tokens[$0...] + tokens[..<$0]) }
  }

  /// Numbers that end as one in a text does, which is quickly seen.
  private func candidates(in text: String) -> [(number: Identifier, text: Int)] {
    guard !numbers.isEmpty else { return [] }
    let digits = text.compactMap(\.wholeNumberValue).map(String.init)
    guard digits.count >= SpelledTexts.compared else { return [] }
    var ends: Set<String> = []
    for place in 0...(digits.count - SpelledTexts.compared) {
      ends.insert(digits[place..<(place + SpelledTexts.compared)].joined())
    }
    return ends.flatMap { numbers[$0] ?? [] }
  }

  /// How many of the last digits of a number are compared before it is read.
  private static let compared = 7
}
