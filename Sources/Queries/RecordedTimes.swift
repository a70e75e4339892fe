internal import EventLog
public import InteractionModel
internal import Projections

/// Which times are those of recording, because the source of a record gave none: where one is shown it must
/// not look like the time when something happened.
public struct RecordedTimes {
  /// The flag of a document whose `time` is one.
  public static let flag: JSONValue = "time_as_recorded"

  private let log: any EventStore

  init(in log: any EventStore) { self.log = log }

  /// A document with the flag, if the record at its position has no other time.
  /// - Throws: ``/EventLog/StorageFault`` when the log cannot be read.
  func flagging<Field>(
    _ document: Document<Field>, at position: Field, in flags: Field
  ) throws -> Document<Field> {
    guard let place = document[position]?.int,
      let record = try log.record(at: Position(place))?.decoded(), record.occurred == nil
    else { return document }
    var flagged = document
    flagged[flags] = [RecordedTimes.flag]
    return flagged
  }

  /// A fact with the flag, and what says when it was confirmed.
  func flagging(_ fact: Document<FactField>) throws -> Document<FactField> {
    var fact = try flagging(fact, at: .position, in: .flags)
    if let confirmed = fact.part(.confirmed, of: FactField.self) {
      fact[.confirmed] = try flagging(confirmed, at: .position, in: .flags).json
    }
    return fact
  }

  /// Those of some records whose time is only that of recording.
  func places(among positions: [JSONValue?]) throws -> Set<Int64> {
    try Set(positions.compactMap { $0?.int }).filter { place in
      try log.record(at: Position(place))?.decoded().occurred == nil
    }
  }

  /// A hand-off with the flag, its steps too.
  func flagging(_ handoff: Document<HandoffField>) throws -> Document<HandoffField> {
    var handoff = try flagging(handoff, at: .position, in: .flags)
    let steps = try handoff.parts(.steps, of: StepField.self).map {
      try flagging($0, at: .position, in: .flags)
    }
    if handoff[.steps] != nil { handoff[.steps] = .array(steps.map(\.json)) }
    return handoff
  }
}
