internal import InteractionModel

extension Handoff {
  /// The hand-off as users see it; what is not known is left out.
  /// - Parameter spoken: what is spoken in the matter, each with the record of its transcript.
  /// - Returns: the document.
  func document(_ spoken: [(position: Position, completedBy: Position?)]) -> Document<HandoffField>
  {
    var object: Document<HandoffField> = [
      .from: from.document.json,
      .status: .string(status().rawValue),
      .steps: .array(steps.map(\.document.json)),
      .to: leg.to.document.json,
    ]
    object.put(.by, by.value)
    object.put(.conversation, conversation.value)
    object.put(.id, id)
    object.put(.kind, leg.kind.value)
    object.put(.reason, reason)
    object.put(.service, service.value)
    object.put(.time, beginText)
    object[.position] = begin.map { .int($0.position.rawValue) }
    object.put(.outcome, last(.completed)?.code)
    if let step = last(.returned) {
      var returned: Document<StepField> = [
        .position: .int(step.moment.position.rawValue),
        .time: .string(step.moment.text(step.said)),
      ]
      returned.put(.agent, step.agent)
      object[.returnedBy] = returned.json
    }
    if let packet {
      object[.packet] = packet.document.json
      object[.completedBy] = completion(of: packet, spoken).map(JSONValue.int)
    }
    return object
  }

  /// The record with which the last transcript came that a packet had to do without; nil while one
  /// is missing.
  private func completion(
    of packet: HandoffPacket, _ spoken: [(position: Position, completedBy: Position?)]
  ) -> Int64? {
    let completedBy = packet.pending.map { pending in
      spoken.first { $0.position.rawValue == pending }?.completedBy?.rawValue
    }
    return completedBy.contains(nil) ? nil : completedBy.compactMap { $0 }.max()
  }
}
