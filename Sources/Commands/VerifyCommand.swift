internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Search
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
    let index = try opened.flatMap { try $0.searchProblem() }
    let models = try opened.map { try $0.readModelProblems() } ?? []
    if output.json {
      var object: JSONObject = [
        "ok": .bool(problems.isEmpty && index == nil && models.isEmpty), "size": .int(size),
        "vault": .bool(sawVault), "problems": .array(problems.map { .object($0.json) }),
        "projections": .array(models.map(JSONValue.string)),
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
      for model in models { print(Terminal.styled("not ok: \(model)", .red)) }
      if let index { print(Terminal.styled("not ok: \(index.said)", .red)) }
      for erasure in pending { print(Terminal.styled(erasure.alarm, .yellow)) }
    }
    if !problems.isEmpty || index != nil || !models.isEmpty { throw Failure.foundSomething }
  }
}

extension OpenStore {
  /// Which read models that serve are of another log, or know more than this one.
  ///
  /// Whether their rows follow from the log is for `replay` to say, and `status` says which cannot be
  /// read.
  func readModelProblems() throws -> [String] {
    let head = try events.head().position
    return try ProjectionCatalogue.all.compactMap { projection in
      try ProjectionStatus(projection, in: self, head: head).alarm
    }
  }

  /// What is wrong with the full-text index; nil when nothing is, when there is none, or when it
  /// cannot be looked at, which is said.
  ///
  /// Every document and text of it is compared with what it must have, for which no key is needed.
  func searchProblem() throws -> StorageFault? {
    while true {
      let generation = try indexes().servingGeneration()
      do {
        guard let index = try indexes().serving() else { return nil }
        try index.requireSound(for: events)
        try index.examine()
        return nil
      } catch let fault as StorageFault {
        // The files of a build that was replaced meanwhile are gone, which is no damage.
        if try indexes().servingGeneration() != generation { continue }
        if SearchIndexStatus.alarms.contains(fault.code) { return fault }
        Terminal.note("the search index was not looked at: \(fault.said)")
        return nil
      }
    }
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
  fileprivate var finding: String { remedy.map { "\(found); \($0.said)" } ?? found }

  /// The problem as the command line shows it.
  var json: JSONObject {
    [
      "position": position.map { .int($0.rawValue) } ?? .null, "what": .string(what),
      "expected": .string(expected), "found": .string(finding),
    ]
  }
}
