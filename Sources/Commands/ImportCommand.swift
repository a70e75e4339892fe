internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Intake
internal import InteractionModel
internal import Operations
internal import Store
internal import Vault

/// `throughline import FORMAT FILE…`: outside formats into the log.
struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Append what files say. Importing twice adds nothing; an interrupted import goes on.",
    discussion: """
      Formats: \(IntakeCatalogue.all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; ")).
      """)

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Argument(help: "The format of the files.")
  var format: String

  @Argument(help: "The files; - is standard input.")
  var files: [String]

  @Option(help: "The mapping file (formats that need one).")
  var mapping: String?

  @Flag(help: "Check everything as an import does, and append nothing.")
  var dryRun = false

  @OptionGroup var words: WordOptions

  @Option(
    help: """
      Where to write rejected rows: line, reason and remedy, as JSON Lines. An import that ends \
      early leaves those of the rows it has read.
      """)
  var rejects: String?

  func validate() throws {
    guard IntakeCatalogue.names.contains(format) else {
      throw ValidationError(
        "there is no format “\(format)”; use one of \(IntakeCatalogue.names.joined(separator: ", "))"
      )
    }
  }

  func run() async throws {
    let target = try rejects.map {
      try OutputTarget(
        $0, option: "--rejects", inputs: files + [mapping].compactMap { $0 },
        keyFile: store.keyFile)
    }
    var options = IntakeOptions()
    if let mapping {
      let text = String(decoding: try RegularFile(mapping).contents(), as: UTF8.self)
      options = IntakeOptions(mapping: text, mappingName: mapping)
    }
    try await ImportRun(
      log: await store.open(to: .append).log(), output: output, isDryRun: dryRun,
      isStrict: words.strict, rejects: target
    ).run(IntakeCatalogue.format(named: format, options: options), files)
  }
}

/// `throughline append`: CloudEvents from standard input.
struct AppendCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "append",
    abstract: "Append CloudEvents from standard input (JSON Lines, or one JSON array).")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var words: WordOptions

  func run() async throws {
    try await ImportRun(
      log: await store.open(to: .append).log(), output: output, isDryRun: false,
      isStrict: words.strict, rejects: nil
    )
    .run(CloudEvents(), ["-"])
  }
}

/// What becomes of events that say what the vocabulary does not know.
struct WordOptions: ParsableArguments {
  @Flag(
    help: """
      Reject rows with an event type, a type of actor, or a status, outcome, visibility or other \
      code that the vocabulary does not have, with the name of a field misspelt, with a time, a \
      number or a truth that is none, or about a message that nobody has. Without it they are \
      appended, and a warning says so.
      """)
  var strict = false
}

/// Runs an import and shows what it did.
struct ImportRun {
  let log: InteractionLog
  let output: OutputOptions
  let isDryRun: Bool
  let isStrict: Bool
  let rejects: OutputTarget?

  func run(_ format: any IntakeFormat, _ files: [String]) async throws {
    if StandardStream.hasNoInput, files.contains("-") {
      throw Refusal("standard input is closed; name a file, or send one there")
    }
    let intake = BatchIntake(into: log, isRehearsal: isDryRun) { $0.said }
    let importer = Importer(
      format: format, context: intake.context, isDryRun: isDryRun, isStrict: isStrict)
    let sources = files.map { IntakeSource(path: $0) }
    let rejects = rejects
    let quiet = output.quiet
    let (report, examples) = try await Interruption.cancelling {
      for source in sources { try source.check() }
      let file = try rejects.map { try RejectsFile($0) }
      let progress = ProgressReport("imported", quiet: quiet)
      defer { progress.finish() }
      var examples: [Rejection] = []
      let report: ImportReport
      do throws(ImportFailure) {
        report = try await importer.run(sources) { rejection in
          if examples.count < 5 { examples.append(rejection) }
          try file?.write(rejection)
        } onProgress: { report in
          progress.update(
            Int64(report.appended + report.wouldAppend + report.duplicates), of: nil)
        } preparing: { events in
          intake.prepare(events)
        } commit: { sealing, events in
          try await intake.commit(events, sealed: sealing ?? nil)
        }
      } catch {
        // Why it failed is worth more than that its rejects cannot be kept either.
        try? file?.end(error.report, hasFailed: true)
        throw error
      }
      try file?.end(report)
      return (report, examples)
    }
    show(report, examples)
    if report.isInterrupted { throw CancellationError() }
    if report.rejected > 0 { throw Failure.foundSomething }
  }

  private func show(_ report: ImportReport, _ examples: [Rejection]) {
    for rejection in examples { Terminal.note("\(rejection)") }
    if report.rejected > examples.count {
      let rest = report.rejected - examples.count
      Terminal.note("… and \(rest) more\(rejects == nil ? "; --rejects FILE keeps them all" : "")")
    }
    for note in report.notes.listed { Terminal.note("note: \(note)") }
    if report.notes.unlisted > 0 { Terminal.note("note: … and \(report.notes.unlisted) more") }
    for warning in report.warnings.listed { Terminal.note("warning: \(warning)") }
    if report.warnings.unlisted > 0 {
      Terminal.note("warning: … and \(report.warnings.unlisted) about other words")
    }
    for time in report.flaggedTimes.descriptions { Terminal.note("warning: \(time)") }
    if output.json { return Terminal.show(report.json) }
    let done =
      report.isDryRun
      ? "Checked \(report.read) rows: \(report.wouldAppend) events would be appended"
      : "Read \(report.read) rows: \(report.appended) events appended"
    Terminal.say("\(done), \(report.duplicates) already there, \(report.rejected) rows rejected.")
    if report.keptAside > 0 {
      Terminal.say(
        "Kept aside: \(report.keptAside) events that are not of the profile’s shape, each sealed whole "
          + "under its own type (in a stream document-… of its source, unless it names another).")
    }
    if report.outdated > 0 {
      Terminal.say(
        "Older than the log: \(report.outdated) rows; what later exports said of them stays.")
    }
    if report.warnings.count > 0 {
      Terminal.say(
        "Unknown words: \(report.warnings.count); `throughline vocabulary` lists the known ones.")
    }
    if let first = report.firstPosition, let last = report.lastPosition {
      Terminal.say("They stand at positions \(first) to \(last).")
    }
  }
}
