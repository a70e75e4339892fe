internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import Store
internal import Vault

/// `throughline-daemon check-config`: what a daemon would do, before it does.
struct CheckConfigCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check-config",
    abstract: "Show what the daemon is told, and by whom, and whether it could work so.",
    discussion: """
      Reads options, environment and file as `serve` does, looks at the store and its keys, and writes \
      nothing. Exit code 1 when something would keep the daemon from working, 2 when an option cannot be.
      """)

  @OptionGroup var options: ServeOptions

  @Flag(help: "Print JSON.")
  var json = false

  /// One thing that was looked at.
  private struct Look {
    let subject: String
    let isFine: Bool
    let says: String
  }

  func run() async throws {
    let looks = try looks()
    if json { try show(looks) } else { try list(looks) }
    guard looks.allSatisfy(\.isFine) else { throw Failure.foundSomething }
  }

  private func looks() throws -> [Look] {
    let url = try options.store.url
    var looks: [Look] = []
    func look(_ subject: String, _ body: () throws -> String) {
      do {
        looks.append(Look(subject: subject, isFine: true, says: try body()))
      } catch {
        looks.append(Look(subject: subject, isFine: false, says: error.said))
      }
    }
    var opened: OpenStore?
    look("store") {
      let store = try options.store.open()
      opened = store
      return "\(store.events.origin), \(try store.events.head().position) records"
    }
    guard let opened else { return looks }
    look("folder") {
      guard access(url.directory, W_OK) == 0 else {
        throw Refusal("\(url.directory) cannot be written: \(String(cString: strerror(errno)))")
      }
      return "can be written"
    }
    look("master key") {
      _ = try opened.unresumedLog()
      return "opens the vault"
    }
    look("signing key") {
      let file = SigningKeyFile(path: options.signingKeyFile ?? url.defaultSigningKeyFile)
      if options.noSigning { return "signs nothing: --no-signing" }
      guard file.exists else { return "signs nothing: there is no \(file.path)" }
      return "signs as \(try file.read(namedBy: opened.events).verifier.name)"
    }
    return looks
  }

  private func show(_ looks: [Look]) throws {
    let given = GivenOptions.current
    Terminal.show([
      "ok": .bool(looks.allSatisfy(\.isFine)),
      "options": .array(
        try ServeOptions.named.map { option in
          .object([
            "name": .string(option.name), "from": .string(given.place(of: option.name)),
            "value": try option.value(options).map { .string($0) } ?? .null,
          ])
        }),
      "looks": .array(
        looks.map {
          .object([
            "subject": .string($0.subject), "ok": .bool($0.isFine), "says": .string($0.says),
          ])
        }),
    ])
  }

  private func list(_ looks: [Look]) throws {
    let given = GivenOptions.current
    var table = TextTable("OPTION", "VALUE", "FROM")
    for option in ServeOptions.named {
      guard let value = try option.value(options) else { continue }
      table.add(option.name, Terminal.safe(value), Terminal.safe(given.place(of: option.name)))
    }
    table.show()
    print()
    for look in looks {
      let verdict = look.isFine ? Terminal.styled("ok", .green) : Terminal.styled("not so", .red)
      print("\(look.subject): \(verdict), \(Terminal.safe(look.says))")
    }
  }
}
