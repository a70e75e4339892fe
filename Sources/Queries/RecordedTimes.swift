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
