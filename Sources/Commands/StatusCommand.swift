internal import ArgumentParser
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import ProjectionEngine
internal import Projections
internal import Queries

/// `throughline status`: the log and where its projections are.
struct StatusCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show the log and how far its projections are.",
    discussion: """
      --check exits with 1 when something of it is behind, made by older code, standing still or \
      incomplete, or is kept by a process that does not move, and says what.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var times: ZoneOptions

  @Flag(help: "Exit with 1 unless everything is as far as the log.")
  var check = false

  func run() async throws {
    let status = try StoreStatus(of: store.open())
    if output.json { Terminal.show(status.json(\.said)) } else { show(status) }
    guard check, !status.shortcomings.isEmpty else { return }
    for what in status.shortcomings { Terminal.note(what.said) }
    throw Failure.foundSomething
  }

  private func show(_ status: StoreStatus) {
    print("log \(Terminal.styled(status.origin, .bold))")
    let recorded = status.head.recorded.map { ", the last at \(Phrase.time($0.description))" } ?? ""
    print("\(status.head.position) records\(recorded)\n")
    var table = TextTable("PROJECTION", "STATE", "POSITION", "BEHIND", "GENERATION", "DIGEST")
    for projection in status.projections { projection.add(to: &table) }
    status.index.add(to: &table)
    status.identifiers.add(to: &table)
    table.show()
    if let keeper = status.keeper {
      let silence = keeper.isSilent ? ", which does not move" : ""
      Terminal.paragraph("Kept by \(Terminal.safe(keeper.words))\(silence).")
    }
    showWitnesses(status.witnesses)
    func warn(_ text: String) { Terminal.paragraph(text, .red) }
    if let failure = status.index.failure { warn("\(SearchIndexStatus.name): \(failure.said)") }
    if let closed = status.closed { warn(closed.said) }
    for alarm in status.witnesses.known.compactMap(\.alarm) {
      warn(Terminal.safe(alarm.sentence.said))
    }
    if let vault = status.vault { warn(vault.said) }
    for erasure in status.pendingErasures { warn(erasure.alarm.said) }
    for state in status.projections {
      if let failure = state.failure { warn("\(state.projection.name): \(failure.said)") }
      if let building = state.building {
        let built =
          state.built.map { ", and is at position \($0) of \(status.head.position)" } ?? ""
        Terminal.paragraph(
          "\(state.projection.name): generation \(building.number) is being built beside it\(built)."
        )
      }
      if state.isHeld {
        warn(
          """
          \(state.projection.name): somebody went back to this generation, which other code made; it stays \
          as it is until \(Remedy.Task.rebuild(state.projection.name).command)
          """)
      }
      if let previous = state.previous {
        let until = previous.keptUntil.map { " until \(Phrase.time("\($0)"))" } ?? ""
        Terminal.paragraph(
          """
          \(state.projection.name): generation \(previous.number), of version \(previous.codeVersion) of \
          its code, served before and is kept\(until).
          """)
      }
    }
  }

  private func showWitnesses(_ witnesses: WitnessStatus) {
    guard !witnesses.known.isEmpty else { return }
    print("")
    var table = TextTable("WITNESS", "COSIGNED")
    for known in witnesses.known {
      table.add(Terminal.safe(known.witness.key.name), "\(known.cosigned)")
    }
    table.show()
    print("\(witnesses.quorum) of \(witnesses.known.count) have to cosign a checkpoint.")
  }
}
