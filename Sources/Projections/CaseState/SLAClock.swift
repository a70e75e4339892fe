internal import InteractionModel

/// One SLA clock of a case.
struct SLAClock: FieldwiseCodable, Sendable, Hashable {
  var name = ""
  /// `running`, `paused`, `met` or `breached`.
  var state = Latest<String>()
  /// When it came to that; the value is the time as the source said it.
  var since = Latest<String>()
  /// As the source said it.
  var due = Latest<String>()

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&name, &state, &since, &due)
  }
}
