internal import EventLog
internal import InteractionModel
internal import struct InteractionModel.Record

/// That a record stands in the stream of an entity, or names the entity in its envelope.
struct LogEntry: Equatable {
  let position: Int64
  /// The record's version in the entity's own stream when positive; else minus how many records
  /// that stream had by then.
  ///
  /// The last entry of an entity so tells the version of its stream.
  let version: Int64

  /// How many records the entity's own stream has with this one.
  var count: Int64 { abs(version) }

  /// Which entities a record is indexed under besides its own stream.
  static func mentions(_ record: Record) -> [EntityName] {
    var names: [EntityName] = []
    if let id = record.conversation { names.append(.conversation(id)) }
    if let id = record.case { names.append(.case(id)) }
    if let id = record.party { names.append(.party(id)) }
    return names
  }

  /// All names that a record is indexed under, its own stream first.
  static func names(_ record: Record) -> [String] {
    let own = record.stream.rawValue
    return [own] + mentions(record).map(\.whole).filter { $0 != own }
  }
}

/// What a key of the index stands for.
enum IndexedThing: Equatable {
  /// An event id: the position of its record.
  case record(Int64)
  /// A name: the number of the entity.
  case entity(Int64)

  /// The number that the index holds; never 0.
  var value: UInt64 {
    switch self {
    case .record(let position): UInt64(bitPattern: position << 1)
    case .entity(let number): UInt64(bitPattern: number << 1 | 1)
    }
  }

  init(value: UInt64) {
    let number = Int64(bitPattern: value >> 1)
    self = value & 1 == 0 ? .record(number) : .entity(number)
  }
}

/// A damaged row of an index.
extension StorageFault {
  static func damagedIndex(_ table: String, _ row: Int64) -> StorageFault {
    StorageFault(
      code: .corrupt, reason: "the row \(row) of the log's index `\(table)` cannot be read",
      remedy: "run \(.verify) and restore the log from a copy")
  }
}
