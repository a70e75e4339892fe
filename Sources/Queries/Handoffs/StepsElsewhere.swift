internal import InteractionModel
internal import ProjectionEngine
internal import Projections

/// The steps of hand-offs that stand in other matters: conversations that no case holds.
struct StepsElsewhere {
  /// The steps by the id that they name.
  private var steps: [String: [Document<StepField>]] = [:]

  /// All of them.
  /// - Parameter model: the read model of hand-offs.
  /// - Throws: when it cannot be read.
  init(in model: any ReadModel) throws {
    let rows = OrderedRows(model: model, tables: [ContinuityHandoff.steps], column: nil)
    try rows.forEach(where: []) { take($0) }
  }

  /// Those of one hand-off.
  /// - Parameters:
  ///   - handoff: the document of the hand-off.
  ///   - id: its id.
  ///   - model: the read model of hand-offs.
  ///   - subset: what is known of the log; nil for all that the read model knows.
  /// - Throws: when the read model cannot be read.
  init(
    of handoff: Document<HandoffField>, _ id: String, in model: any ReadModel,
    knowing subset: LogSubset?
  ) throws {
    let rows = OrderedRows(model: model, tables: [ContinuityHandoff.steps], column: "at")
    for name in StepsElsewhere.names(of: handoff, id) {
      try rows.forEach(where: [.equals(column: "handoff", .text(name))]) { step in
        let position = Position(Int64(step.row.key) ?? .max)
        let time = Instant(microseconds: step.time)
        guard subset?.contains(position, time) ?? true else { return }
        take(step)
      }
    }
  }

  private mutating func take(_ step: OrderedRows.Element) {
    guard let handoff = step.text("handoff") else { return }
    steps[handoff, default: []].append(step.document())
  }

  /// What records may call a hand-off: by its request or by its preparation.
  private static func names(of handoff: Document<HandoffField>, _ id: String) -> Set<String> {
    Set([id, handoff.part(.packet, of: PacketField.self)?[.event]?.string].compactMap { $0 })
  }

  /// A hand-off with its steps from elsewhere, and the status that all of them make.
  func joined(_ handoff: Document<HandoffField>, _ id: String) -> Document<HandoffField> {
    let found = StepsElsewhere.names(of: handoff, id).flatMap { steps[$0] ?? [] }
    return found.isEmpty ? handoff : ContinuityHandoff.joined(handoff, with: found)
  }

  /// The status that all steps make of the hand-off in a row.
  func status(of row: OrderedRows.Element) -> String? {
    joined(row.document(), row.row.key)[.status]?.string
  }
}
