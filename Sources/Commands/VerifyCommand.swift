internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Queries
internal import Store
internal import Vault

/// `throughline verify`: checks the log against what its records say.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every record and every index of the log; exit code 1 names the first bad one.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: "Stop after this many problems.")
  var limit = 100

  @Flag(
    help: """
      Open every sealed part as well, to find what was exchanged or altered with its hashes. Needs \
      vault and master key; shows nothing of what they say, so it needs no purpose.
      """)
  var open = false

  func validate() throws {
    // Whoever stops before the first problem has found none and knows nothing.
    guard limit >= 1 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    // Nothing is in flight: who is asked to stop ends at once, in whichever phase this is.
    var (size, problems, sawVault) = try reporting("verifying") { progress in
      try store.url.verify(limit: limit, progress: progress)
    }
    if !sawVault {
      Terminal.note("there is no vault that can be read: its keys were not looked at")
    }
    let opening = try open ? testOpening(after: &problems) : nil
    // What a log that is not as it should be says of anything else is worth nothing.
    let opened = problems.isEmpty ? try store.open() : nil
    let pending = try opened.map { try ErasureCertificate.pending(in: $0.events) } ?? []
    let made = try opened.map { try Soundness(of: $0) }
    if let obstacle = made?.obstacle {
      Terminal.note("the search index was not looked at: \(obstacle.said)")
    }
    let (index, models) = (made?.index, made?.foreignModels ?? [])
    if output.json {
      var object: JSONObject = [
        "ok": .bool(problems.isEmpty && index == nil && models.isEmpty), "size": .int(size),
        "vault": .bool(sawVault), "problems": .array(problems.map { .object($0.json(\.said)) }),
        "projections": .array(models.map { .string($0.said) }),
        "search": index.map { .string($0.said) } ?? .null,
        "pendingErasures": .array(pending.map { .object($0.json) }),
      ]
      object["parts"] = opening.map { ["opened": .int($0.opened), "erased": .int($0.erased)] }
      Terminal.show(object)
    } else if problems.isEmpty {
      let isSound = index == nil && models.isEmpty
      let word = isSound ? Terminal.styled("ok", .green) : "the log by itself is ok"
      print("\(word): \(size) records, consistent with itself.")
      if let opening {
        print("\(opening.opened) sealed parts open, \(opening.erased) were erased.")
      } else if sawVault {
        print("The vault has every key that they name and no erasure destroyed.")
      }
      print("Without a checkpoint kept elsewhere this cannot show that nothing was rewritten.")
    } else {
      print(Terminal.styled("not ok", .red))
      var table = TextTable("POSITION", "WHAT", "EXPECTED", "FOUND")
      for problem in problems {
        table.add(
          problem.position?.description ?? "–", Terminal.safe(problem.what),
          Terminal.cut(Terminal.safe(problem.expected), 40), Terminal.safe(problem.finding))
      }
      table.show()
    }
    if !output.json {
      for model in models { print(Terminal.styled("not ok: \(model.said)", .red)) }
      if let index { print(Terminal.styled("not ok: \(index.said)", .red)) }
      for erasure in pending { print(Terminal.styled(erasure.alarm, .yellow)) }
    }
    if !problems.isEmpty || index != nil || !models.isEmpty { throw Failure.foundSomething }
  }
}

extension VerifyCommand {
  /// Opens everything; a store that is too damaged to be opened has its problems shown instead.
  private func testOpening(after problems: inout [LogProblem]) throws -> TestOpening? {
    guard problems.count < limit else { return nil }
    let log: InteractionLog
    do {
      log = try store.open().unresumedLog()
    } catch {
      guard !problems.isEmpty else { throw error }
      Terminal.note("the sealed parts were not opened: \(error.said)")
      return nil
    }
    let opening = try reporting("opening") { progress in
      try log.testOpening(limit: limit - problems.count, progress: progress)
    }
    problems += opening.problems
    return opening
  }

  /// Runs a body that tells how far it is.
  private func reporting<Value>(
    _ what: String, _ body: ((Position) -> Bool) throws -> Value
  ) rethrows -> Value {
    let report = ProgressReport(what, quiet: output.quiet)
    defer { report.finish() }
    return try body { position in
      report.update(position.rawValue, of: nil)
      return true
    }
  }
}

extension LogProblem {
  /// What is there, and what to do about it.
  fileprivate var finding: String { said.said }
}
