internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Operations
internal import Queries
internal import Store

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
    let found = try Verifying(
      store.url, store.settings(), limit: limit, WorkView(quiet: output.quiet).supervisor
    ).run(opens: open)
    if let obstacle = found.soundness?.obstacle {
      Terminal.note("the search index was not looked at: \(obstacle.said)")
    }
    if output.json { Terminal.show(found.json(\.said)) } else { show(found) }
    if !found.isSound { throw Failure.foundSomething }
  }

  private func show(_ found: Verification) {
    if found.problems.isEmpty {
      let word = found.isSound ? Terminal.styled("ok", .green) : "the log by itself is ok"
      print("\(word): \(found.size) records, consistent with itself.")
      if let parts = found.parts {
        print("\(parts.opened) sealed parts open, \(parts.erased) were erased.")
      } else if found.sawVault {
        print("The vault has every key that they name and no erasure destroyed.")
      }
      Terminal.say(
        "Without a checkpoint kept elsewhere this cannot show that nothing was rewritten.")
    } else {
      print(Terminal.styled("not ok", .red))
      var table = TextTable("POSITION", "WHAT", "EXPECTED", "FOUND")
      for problem in found.problems {
        table.add(
          problem.position?.description ?? "–", Terminal.safe(problem.what),
          Terminal.safe(problem.expected), Terminal.safe(problem.said.said))
      }
      table.show()
    }
    for model in found.soundness?.foreignModels ?? [] {
      Terminal.say("not ok: \(model.said)", .red)
    }
    if let index = found.soundness?.index {
      Terminal.say("not ok: \(index.said)", .red)
    }
    for erasure in found.pendingErasures {
      Terminal.say(erasure.alarm.said, .yellow)
    }
  }
}
