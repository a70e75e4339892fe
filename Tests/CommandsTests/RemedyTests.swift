import ArgumentParser
import Compliance
import EventLog
import InteractionModel
import ProjectionEngine
import Search
import Testing
import Vault

@testable import Commands

@Suite("What an error says to do")
struct RemedyTests {
  /// Every task there is: a new one does not compile until it stands among them.
  private static let tasks = Array(
    sequence(first: Remedy.Task.initialize) { task in
      switch task {
      case .initialize: .verify
      case .verify: .verifyOpening
      case .verifyOpening: .project
      case .project: .rebuild("CaseState")
      case .rebuild: .rollBackStale("CaseState")
      case .rollBackStale: .replay
      case .replay: .quarantine
      case .quarantine: .listHolds
      case .listHolds: .list(.cases)
      case .list(let listed):
        Remedy.Task.Listed.allCases.drop { $0 != listed }.dropFirst().first
          .map(Remedy.Task.list) ?? .explainHandoff
      case .explainHandoff: .askOccurred
      case .askOccurred: .askKnown
      case .askKnown: .releaseHold
      case .releaseHold: .showErasure("an-id")
      case .showErasure: .startAfter
      case .startAfter: .acceptClock
      case .acceptClock: .startEpoch
      case .startEpoch: .acceptLoss
      case .acceptLoss: .giveMapping
      case .giveMapping: nil
      }
    })

  @Test("is a command that the tool knows, or an option of one", arguments: tasks)
  func known(task: Remedy.Task) throws {
    let words = task.command.split(separator: " ").map { $0.filter { $0 != "`" } }
    let arguments: [String] =
      switch task {
      case .acceptClock: ["append"] + words
      case .acceptLoss: ["restore", "backup"] + words
      case .giveMapping: ["import", "csv", "rows.csv"] + words
      case .startAfter: ["case", "list"] + words + ["K-1"]
      case .askOccurred: ["case", "show", "K-1", "--as-of", "occurred:2026-03-02"]
      case .askKnown: ["case", "show", "K-1", "--known", "@3"]
      case .explainHandoff: words.dropFirst() + ["an-id"]
      case .list(.findings): ["handoff", "list", "--finding", "repeat_ask"]
      case .quarantine: words.dropFirst() + ["CaseState", "7", "--reason", "a test"]
      case .releaseHold: words.dropFirst() + ["an-id"]
      default: Array(words.dropFirst())
      }
    let command = try Throughline.parseAsRoot(arguments)
    #expect(type(of: command).configuration.subcommands.isEmpty)
    #expect(!"\(task)".contains("throughline") && !"\(task)".contains("--"))
  }

  private static let fault = StorageFault(
    code: .full, reason: "the disk is full", remedy: "run \(.verify)", cause: "13")

  private static let errors: [any Remediable] =
    [
      AppendError.versionConflict(stream: .log, expected: .any, actual: 0),
      AppendError.idReused(id: .random(), position: Position(1)),
      AppendError.idRepeated(id: .random()),
      AppendError.invalid(id: .random(), .notClear(field: "actor")),
      AppendError.keyDestroyed(id: .random(), key: "k", by: Position(1)),
      AppendError.alreadyDestroyed(key: "k", by: Position(1)), AppendError.erasureUnderWay,
      AppendError.overloaded, AppendError.outcomeUnknown(), AppendError.outcomeUnknown(fault),
      AppendError.storage(fault),
      VaultError.masterKeyMissing(path: "k"), VaultError.masterKeyExists(path: "k"),
      VaultError.masterKeyExposed(path: "k", mode: 0o644),
      VaultError.masterKeyNotOwned(path: "k", owner: 7),
      VaultError.masterKeyMalformed(source: "k", bytes: 7),
      VaultError.masterKeyFile(path: "k", action: "read", reason: "no"),
      VaultError.masterKeyCommand(outcome: "exit code 3"),
      VaultError.masterKeyCommandTimedOut(limit: .seconds(1)),
      VaultError.wrongMasterKey(given: "a", inForce: "b"), VaultError.rotationRunning(path: "k"),
      VaultError.notCreated, VaultError.damaged(what: "a key"), VaultError.storage(fault),
      UnusableVault.absent(place: "vault.db", absence: "is missing"),
      UnusableVault.foreign(place: "vault.db"),
      ServingError.notProjected("CaseState"), ServingError.stale("CaseState", built: 1, current: 2),
      ServingError.neverComplete(
        "CaseState", ProjectionFailure(position: Position(1), reason: "no")),
      HoldError.notHoldable(EntityKey(.document, "d")), HoldError.unknown("h"),
      HoldError.released("h", at: Position(1)),
      ErasureError.notErasable(.case("c")), ErasureError.tooBusy(.party("p")),
      ErasureError.nothingLeft(.party("p"), destroyedBefore: 0),
      ErasureError.nothingLeft(.party("p"), destroyedBefore: 1),
      SearchQueryError.noWords, SearchQueryError.missingOperand(column: 3),
      RecordError.json(JSONError(.notAnInteger, at: 3)), RecordError.missing(field: "id"),
      Unavailability.altered, Unavailability.keyMissing, Unavailability.keyDamaged,
      Unavailability.masterKeyChanged, Unavailability.attachmentMissing,
    ]

  @Test("is no command where nobody knows by which face it is shown, and never nothing")
  func neutral() {
    for error in Self.errors {
      #expect(!error.reason.isEmpty && error.remedy?.description.isEmpty != true, "\(error)")
      #expect(!"\(error)".contains("throughline") && !"\(error)".contains("--"), "\(error)")
      #expect(!error.diagnosis.sentence.said.contains("; ;"), "\(error)")
    }
  }

  @Test("goes through whatever carries the fault")
  func carried() {
    let said = "the disk is full; run `throughline verify` (13)"
    #expect(Self.fault.said == said)
    #expect(AppendError.storage(Self.fault).said == said)
    #expect(VaultError.storage(Self.fault).said == said)
    #expect(
      AppendError.outcomeUnknown(Self.fault).said
        == """
        it is not known whether the events were recorded; ask again with the same ids once this is \
        mended: \(said)
        """)
  }
}
