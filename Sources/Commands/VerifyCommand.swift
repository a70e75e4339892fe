internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import InteractionModel
internal import Merkle
internal import Operations
internal import Queries
internal import Store

/// `throughline verify`: checks the log against what its records say.
struct VerifyCommand: AsyncParsableCommand, ShowsTimes {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check every record and every index of the log; exit code 1 names the first bad one.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var times: ZoneOptions

  @Option(help: "Stop after this many problems.")
  var limit = 100

  @Flag(
    help: """
      Open every sealed part as well, to find what was exchanged or altered with its hashes. Needs \
      vault and master key; shows nothing of what they say, so it needs no purpose.
      """)
  var open = false

  @Option(
    help: ArgumentHelp(
      """
      A checkpoint that was kept elsewhere: the log must begin with the records that it is of. Needs \
      --key.
      """, valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      """
      The key of the log that the checkpoint is verified with, got from elsewhere; also one that the \
      log's later keys follow, each stated by the one before it, or one that attests the earlier by a \
      checkpoint that the log keeps.
      """, valueName: "vkey"))
  var key: String?

  @OptionGroup var trusted: TrustedWitnesses

  @Option(
    help: ArgumentHelp(
      """
      Note in this file how far the look at the records is, and go on from there after an interrupt; \
      gone once it is done. Whoever can write to the file can have records passed over.
      """, valueName: "file"))
  var resume: String?

  func validate() throws {
    guard trusted.witnesses.isEmpty || checkpoint != nil else {
      throw ValidationError("--witness goes with --checkpoint, which it says who cosigned")
    }
    guard (checkpoint == nil) == (key == nil) else {
      throw ValidationError("--checkpoint goes with --key: neither is worth anything alone")
    }
    if let key { _ = try VerifierKey(argument: key) }
    // Whoever stops before the first problem has found none and knows nothing.
    guard limit >= 1 else { throw ValidationError("--limit must be at least 1") }
  }

  func run() async throws {
    // Nothing is in flight: who is asked to stop ends at once, in whichever phase this is.
    let verifying = Verifying(
      try store.url, try store.settings(), limit: limit, WorkView(quiet: output.quiet).supervisor)
    let mark = try resume.map { try VerificationMarkFile($0, keyFile: store.keyFile) }
    let found = try verifying.run(
      opens: open, against: outside(verifying), trusting: key.map { try VerifierKey(argument: $0) },
      marks: mark.map(\.marks))
    mark?.remove(after: found)
    if let obstacle = found.soundness?.obstacle {
      Terminal.note("the search index was not looked at: \(obstacle.said)")
    }
    if output.json { Terminal.show(found.json(\.said)) } else { show(found) }
    if !found.isSound { throw Failure.foundSomething }
    if found.loss != nil { throw Failure.uncheckable }
  }

  /// The checkpoint from outside, once its signature is found right.
  private func outside(_ verifying: Verifying) throws -> SignedCheckpoint? {
    guard let checkpoint, let key else { return nil }
    let bytes = try RegularFile(checkpoint).contents(limit: SignedNote.longest + 1)
    let signed: SignedCheckpoint
    do throws(NoteError) {
      signed = try SignedCheckpoint(bytes)
    } catch {
      throw ValidationError("“\(checkpoint)”: \(error.said)")
    }
    try verifying.require(
      signed, trusting: VerifierKey(argument: key), and: trusted.keys, quorum: trusted.wanted)
    return signed
  }

  private func show(_ found: Verification) {
    if found.problems.isEmpty {
      let word = found.isSound ? Terminal.styled("ok", .green) : "the log by itself is ok"
      let only = found.outside == nil || found.loss != nil ? " only" : ""
      print("\(word): \(found.size) records, consistent with itself\(only).")
      if let root = found.root { print("The tree over them has the root \(root.base64).") }
      let kept =
        switch found.checkpoints {
        case 0: "It keeps no checkpoint."
        case 1: "The checkpoint that it keeps is of these records."
        case let count: "The \(count) checkpoints that it keeps are of these records."
        }
      Terminal.say(kept)
      if let size = found.unkept {
        Terminal.say(
          """
          Its key has signed \(size) records last, and it keeps no checkpoint of so many: that was \
          deleted, or the process ended before it was kept.
          """, .yellow)
      }
      if let few = found.uncosigned {
        Terminal.say(
          """
          \(few.count) of them \(few.count == 1 ? "has" : "have") fewer cosignatures than the log \
          wanted by then, the last of them, of \(few.last) records, \(few.cosigned) of \(few.quorum): \
          witnesses did not answer, or that was deleted.
          """, .yellow)
      }
      for epoch in found.keys.epochs { Terminal.say(epoch.words, .yellow) }
      if let mark = found.resumed {
        Terminal.say(
          "The first \(mark.size) were looked at before, until \(Phrase.time("\(mark.made)")).")
      }
      if let outside = found.outside {
        Terminal.say(
          found.loss.map {
            """
            The checkpoint that was kept elsewhere is of \(outside.size) records, some of which are \
            lost, and proves nothing of the others: compare with one of \($0.from.previous) or fewer.
            """
          } ?? "The first \(outside.size) are those of the checkpoint that was kept elsewhere.")
        if let words = trusted.words { Terminal.say(words) }
        for witness in found.unkeptWitnesses {
          Terminal.say(
            """
            It has a cosignature of \(Terminal.safe(witness.name)) that the log does not keep: that was \
            deleted, or the answer of the witness never arrived.
            """, .yellow)
        }
      }
      if let parts = found.parts {
        print("\(parts.opened) sealed parts open, \(parts.erased) were erased.")
      } else if found.sawVault {
        print("The vault has every key that they name and no erasure destroyed.")
      }
      if found.outside == nil {
        Terminal.say(
          "Without a checkpoint kept elsewhere this cannot show that nothing was rewritten.")
      }
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
    if found.isClosed {
      Terminal.say(
        """
        not ok: it does not begin with all that was signed of it. Nothing is appended to it until it begins with what was signed of it; if those records are lost \
        for good, \(Remedy.Task.startEpoch.command) goes on without them.
        """, .red)
    }
    if found.unnamed != nil {
      Terminal.say(
        """
        The log stays open all the same: no record of it names the key of that checkpoint, and it is not \
        signing.key of the store. If it is the log's key, the record that names it is missing as well; then \
        append nothing before the records are back.
        """, .yellow)
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
