internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import ProjectionEngine
internal import Projections
internal import Queries

/// `throughline replay`: folds the log from zero and compares with what is live.
struct ReplayCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Fold the log from zero into scratch space and compare with the live read models.",
    discussion: """
      Every leaf is recomputed from its record's bytes. Equal: exit code 0. Not equal: exit code \
      1 and every differing row, field and position. With --until the replay stops at a point \
      and is compared with the answers that `--as-of` gives there. With --certificate what was \
      found equal is signed by the log's key: origin, size and root, and of each projection code \
      version, state digest and quarantined positions; `certificate check` recomputes it. With \
      --events one case or conversation is walked event by event; what people said with them opens \
      only with --purpose.
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: "Only this projection.")
  var projection: String?

  @Option(help: "Stop at a point: @N, recorded:T or a time.")
  var until: String?

  @OptionGroup var times: ZoneOptions

  @Option(name: .customLong("out"), help: "Write the report to this file as JSON.")
  var file: String?

  @Option(
    help: ArgumentHelp(
      "Write a signed certificate of the replayed states to this file.", valueName: "file"))
  var certificate: String?

  @OptionGroup var signing: SigningOptions

  @Flag(help: "Walk one case or conversation event by event.")
  var events = false

  @Option(name: .customLong("case"), help: "The case to walk.")
  var caseID: String?

  @Option(help: "The conversation to walk.")
  var conversation: String?

  @OptionGroup var reading: PurposeOptions

  @Flag(help: "With --events, a line each also for events that change nothing but counts.")
  var all = false

  func validate() throws {
    if let projection { _ = try ProjectionArgument.named(projection) }
    if case .occurred? = try point {
      throw ValidationError(
        """
        --until takes a position or a time of recording; `case show --as-of occurred:T` answers \
        for what had happened by a time
        """)
    }
    if events, file != nil { throw ValidationError("--out goes with a comparison, not --events") }
    if events, certificate != nil {
      throw ValidationError("--certificate goes with a comparison, not --events")
    }
    if !events, reading.purpose != nil {
      throw ValidationError("--purpose goes with --events: nothing else here opens text")
    }
    guard events == (caseID != nil || conversation != nil), caseID == nil || conversation == nil
    else { throw ValidationError("--events goes with --case ID or --conversation ID") }
  }

  private var point: AsOf? {
    get throws {
      try asked { try until.map { try AsOf($0, at: times.view) } }
    }
  }

  func run() async throws {
    let target = try file.map {
      try OutputTarget($0, option: "--out", keyFile: store.keyFile)
    }
    let certificateFile = try certificate.map { try CertificateFile($0, keyFile: store.keyFile) }
    Interruption.install()
    if events { return try await walk() }
    let opened = try store.open()
    let replaying = try Replaying(
      projection.map { [try ProjectionArgument.named($0)] } ?? ProjectionCatalogue.all,
      in: opened, until: point, ofOneMoment: certificate != nil,
      WorkView(quiet: output.quiet).supervisor)
    // Before the work, which may be long: who cannot write the report or sign is told at once.
    let file = try target.map { try OutputFile($0) }
    defer { file?.discard() }
    let certified = try certificateFile.map { file in
      (try Certifying(opened, key: signing.keyFile(of: store)), try file.open())
    }
    defer { certified?.1.discard() }
    let replayed = try replaying.run()
    if let file { try write(replayed.json, to: file) }
    if let (certifying, file) = certified,
      let note = try certifying.certify(replayed, at: WallClock.system.now())
    {
      try file.write(note)
    }
    if output.json { Terminal.show(replayed.json) } else { replayed.results.forEach(show) }
    if !replayed.isEqual { throw Failure.foundSomething }
  }

  private func walk() async throws {
    let reader = try store.reader(reading)
    let cases = try Cases(reader)
    let walk =
      if let caseID {
        try await cases.walk(reader.id(of: .case, caseID), at: point)
      } else {
        try await cases.walk(
          conversation: reader.id(of: .conversation, conversation ?? ""), at: point)
      }
    if output.json { return Terminal.show(walk.json) }
    try EventWalkView(walk, isFolded: !all).show()
    if walk.isSealed { Terminal.noteSealed() }
  }

  private func write(_ report: JSONObject, to file: OutputFile) throws {
    let text = JSONValue.object(report).canonicalText
    do {
      try file.write(Array("\(file.isTerminal ? Terminal.escaped(json: text) : text)\n".utf8))
      try file.publish()
    } catch is OutputFile.Gone {}
  }

  private func show(_ result: ReplayResult) {
    let verdict =
      result.isEqual
      ? Terminal.styled("equal", .green) : Terminal.styled("not equal", .red)
    print("\(Terminal.styled(result.projection, .bold)) at position \(result.position): \(verdict)")
    print("  replayed  \(result.digest)")
    let live = result.liveDigest?.description
    print("  live      \(live ?? "at another position; compared with what --as-of answers")")
    if let differences = result.differences, !differences.isEmpty {
      DifferenceList(differences).show()
    }
  }
}
