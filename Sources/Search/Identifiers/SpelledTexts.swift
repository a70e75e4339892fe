internal import InteractionModel

/// Texts that are looked for in others in any spelling: by their words, folded as an index has them; the
/// numbers and mail addresses in them by their normal forms; and names also turned round, `Doe, Jane` for
/// `Jane Doe`.
///
/// More is found than is the same, for somebody to look at.
public struct SpelledTexts: Sendable {
  /// Shorter ones are words of other sentences; a character of a script without spaces counts twice.
  private static let shortest = 4
  private let rules: IdentifierRules
  /// With the numbers of the texts that they are of.
  private var words = SpelledWords()
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
    if !words.isEmpty {
      words.forEachPlace(in: SearchTokenizer.tokens(of: text)) { number, _ in found.insert(number) }
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
    if length >= SpelledTexts.shortest { words.add(tokens, number) }
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
