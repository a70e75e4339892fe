internal import ArgumentParser
internal import EventLog
internal import InteractionModel

/// `throughline verify`: checks the log against what its records say.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every record and every index of the log; exit code 1 names the first bad one.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(help: "Stop after this many problems.")
  var limit = 100

  func validate() throws {
    // Whoever stops before the first problem has found none and knows nothing.
    guard limit >= 1 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    Interruption.install()
    let progress = ProgressReport("verifying", quiet: output.quiet)
    let (size, problems) = try store.location.verify(limit: limit) { position in
      progress.update(position.rawValue, of: nil)
      return !Interruption.isRequested
    }
    progress.finish()
    if Interruption.isRequested { throw CancellationError() }
    if output.json {
      Terminal.show([
        "ok": .bool(problems.isEmpty), "size": .int(size),
        "problems": .array(problems.map { .object($0.json) }),
      ])
    } else if problems.isEmpty {
      print("\(Terminal.styled("ok", .green)): \(size) records, consistent with itself.")
      print("Without a checkpoint kept elsewhere this cannot show that nothing was rewritten.")
    } else {
      print(Terminal.styled("not ok", .red))
      var table = TextTable("POSITION", "WHAT", "EXPECTED", "FOUND")
      for problem in problems {
        table.add(
          problem.position?.description ?? "–", Terminal.safe(problem.what),
          Terminal.cut(Terminal.safe(problem.expected), 40), Terminal.safe(problem.found))
      }
      table.show()
    }
    if !problems.isEmpty { throw Failure.foundSomething }
  }
}

extension LogProblem {
  /// The problem as the command line shows it.
  var json: JSONObject {
    [
      "position": position.map { .int($0.rawValue) } ?? .null, "what": .string(what),
      "expected": .string(expected), "found": .string(found),
    ]
  }
}
