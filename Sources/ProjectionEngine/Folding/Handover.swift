internal import InteractionModel

/// The way of records from whoever read them to the worker that folds them.
///
/// All arrive as they are. Tests put one in between that loses, doubles, exchanges or alters some,
/// which the account of what was folded must show.
struct Handover: Sendable {
  /// Hands records over for a projection.
  let carry: @Sendable (_ records: [Record], _ projection: String) -> [Record]

  /// Hands all over.
  static let faithful = Handover { records, _ in records }
}
