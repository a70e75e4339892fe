public import InteractionModel
public import Projections

/// What whoever talks to somebody must not ask again, and what may be asked: one rule for every card.
///
/// A fact stands in one of the lists alone. That a question for what is known was left without an
/// answer makes it no open one: it is a question that was asked again.
public struct Asking: Sendable {
  /// What is known and not to be asked again.
  public let known: [Document<FactField>]
  /// What is known and may be out of date, so that it may be asked again.
  public let stale: [Document<FactField>]
  /// What was told and is known no more, so that it may be asked again, with the word for what became
  /// of it.
  public let forgotten: [(key: String, word: String)]
  /// The keys of what was asked for and is not known.
  public let open: [String]
  /// The keys of what is known and was asked for again, without an answer since.
  let repeated: Set<String>

  /// What may be asked.
  /// - Parameters:
  ///   - facts: what was told.
  ///   - forgotten: what of it is known no more.
  ///   - questions: the keys of what was asked for and not answered since.
  init(
    _ facts: [Document<FactField>], _ forgotten: ForgottenKeys = ForgottenKeys(),
    questions: [String]
  ) {
    known = facts.filter { $0[.stale] != true }
    stale = facts.filter { $0[.stale] == true }
    self.forgotten = forgotten.words
    // That nobody knows what it is leaves a question for it open.
    let names = Set(facts.filter(\.isTold).map(\.name))
    open = questions.filter { !names.contains($0) }
    repeated = names.intersection(questions)
  }

  /// Whether a fact that is known was asked for again, and not told since.
  /// - Parameter fact: the fact.
  /// - Returns: true when whoever asked waits for it.
  public func isRepeated(_ fact: Document<FactField>) -> Bool {
    repeated.contains(fact.name)
  }

  /// Why a fact may be asked for again, in words.
  /// - Parameter fact: one that is stale.
  /// - Returns: the words.
  public static func reason(_ fact: Document<FactField>) -> String {
    fact.isTold ? "may be out of date" : "its value is not recorded"
  }
}

extension Document where Field == FactField {
  /// Whether somebody said what it is: not where it was corrected to nobody knows what, or no more than
  /// confirmed.
  var isTold: Bool {
    self[.value] != nil || self[.state] != "corrected" && self[.state] != "confirmed"
  }
}

extension JSONObject {
  /// The object with the keys of what was asked again; where there are none it has no such member.
  mutating func put(askedAgain keys: Set<String>) {
    guard !keys.isEmpty else { return }
    self["askedAgain"] = .array(keys.sorted().map(JSONValue.string))
  }
}

extension Document {
  /// The document with no other open questions than those for what is not known.
  func asking(_ open: [String], in questions: Field) -> Document {
    guard self[questions] != nil else { return self }
    var rest = self
    rest[questions] = .array(open.map(JSONValue.string))
    return rest
  }
}
