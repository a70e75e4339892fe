internal import InteractionModel

/// What counts as lost continuity.
///
/// Constants of the code's version: folds know no configuration.
enum ContinuityPolicy {
  /// The version that figures are stored with.
  static let version = 1
  /// How long a fact that the party gave anywhere is good for, in days; then asking again is right.
  static let factDays: Int64 = 365
  /// The same for facts that change more often.
  static let factDaysByKey: [String: Int64] = ["income": 180, "employer": 180, "balance": 30]
  /// Within how many days of an unresolved conversation the next one carries the matter on.
  static let chainDays: Int64 = 7
  /// From how many legs on a chain is too long.
  static let longChain = 4

  /// What says something of the matter and not of a person, and so is known in the case, whoever gave
  /// it.
  ///
  /// Every other fact is its party's: nobody is asked twice because somebody else was asked.
  static let factsOfMatters: Set<String> = [
    "account", "account_number", "case_number", "invoice", "invoice_number", "location", "meter",
    "meter_number", "permit", "permit_number", "reference", "reference_number", "ticket",
    "ticket_number",
  ]

  /// The facts and kinds of note that say what a party needs.
  static let needs: Set<String> = [
    "accessibility", "accommodation", "accommodation_need", "interpreter", "need",
  ]

  /// How long a fact is good for, in microseconds.
  /// - Parameter key: what was given.
  /// - Returns: the time in microseconds.
  static func window(of key: String) -> Int64 {
    (factDaysByKey[key] ?? factDays) * 86_400_000_000
  }
}
