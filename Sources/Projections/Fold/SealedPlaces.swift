internal import InteractionModel

/// Where the records of one kind have something sealed, by (effective time, position).
///
/// A fold does not see what is sealed, so each of them may have what no later one says: a name, a number.
/// The first and the last ``limit`` / 2 are kept, so that a party that logs in every day does not grow.
struct SealedPlaces: FieldwiseCodable, Sendable, Hashable {
  /// How many are kept.
  static let limit = 32

  private(set) var moments: [Moment] = []

  /// Takes a record; one that has nothing sealed says nothing.
  mutating func take(_ record: Record) {
    guard record.sealedCount > 0 else { return }
    insert(moments.settled(Moment(record), by: \.self))
  }

  /// Takes the places that other records have.
  mutating func take(_ other: SealedPlaces) {
    for moment in other.moments { insert(moment) }
  }

  private mutating func insert(_ moment: Moment) {
    moments.insert(moment, by: \.self)
    if moments.count > SealedPlaces.limit { moments.remove(at: SealedPlaces.limit / 2) }
  }

  /// The positions of the last ones, the last one first.
  /// - Parameter limit: how many at most.
  /// - Returns: the positions.
  func last(_ limit: Int) -> [Int64] { moments.suffix(limit).reversed().map(\.position.rawValue) }

  /// The positions, the last one first; nil when that of the last record alone says as much.
  /// - Parameter last: the last record, whether it has something sealed or not.
  /// - Returns: the positions.
  func json(besides last: Moment?) -> JSONValue? {
    guard !moments.isEmpty, moments.map(\.position) != [last?.position] else { return nil }
    return .array(moments.reversed().map { .int($0.position.rawValue) })
  }

  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&moments)
  }
}
