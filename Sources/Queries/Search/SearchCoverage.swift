public import InteractionModel

/// What a search of a log had to do with each sealed part of it: every part counts once.
public struct SearchCoverage: Sendable, Hashable {
  /// What became of a part.
  ///
  /// All parts of a record that were not erased share its fate: what is searched is the text of a record.
  public enum Fate: String, Sendable, CaseIterable {
    /// Its record's text was searched.
    case searched
    /// Its record has no text.
    case withoutText = "without-text"
    /// Other words stand in place of its record's, and were searched: it was edited, or is a further
    /// delivery of what came before.
    case superseded
    /// Its record's words were redacted.
    case redacted
    /// Its key was destroyed.
    case erased
    /// It cannot be opened although it was not erased.
    case unavailable
    /// The log says it of itself (who read, held, erased or disclosed what, and why), which no index has.
    case ofTheLog = "of-the-log"
  }

  private var counts: [Fate: Int64] = [:]

  /// No parts.
  public init() {}

  /// How many parts had a fate.
  public subscript(fate: Fate) -> Int64 {
    get { counts[fate] ?? 0 }
    set { counts[fate] = newValue == 0 ? nil : newValue }
  }

  /// How many parts there are.
  public var total: Int64 { counts.values.reduce(0, +) }

  /// Whether it is another one of which some parts have gone: of no fate there are more.
  package func fits(in other: SearchCoverage) -> Bool {
    Fate.allCases.allSatisfy { self[$0] <= other[$0] }
  }

  /// The numbers as answers have them.
  public var json: JSONObject { JSONObject(Fate.allCases.map { ($0.rawValue, .int(self[$0])) }) }
}
