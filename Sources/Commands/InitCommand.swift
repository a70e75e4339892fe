internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Merkle
internal import Search
internal import Store
internal import Vault

/// `throughline init`: creates a store.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Create a store: log, vault and catalogue.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions
  @OptionGroup var signing: SigningOptions

  @Option(
    help: "The log's name, fixed for ever, for example city.example/contact-log.")
  var origin: String?

  @Option(
    help: ArgumentHelp(
      """
      The region of telephone numbers without a country, for example CA (default: US); of a store \
      that exists, from now on.
      """, valueName: "code"))
  var region: String?

  func validate() throws {
    _ = try telephoneRegion
    guard origin.map(LogOrigin.isValid) ?? true else {
      throw ValidationError("--origin holds printable ASCII without spaces and without “+”")
    }
  }

  private var telephoneRegion: TelephoneRegion? {
    get throws {
      guard let region else { return nil }
      guard let known = TelephoneRegion(region) else {
        throw ValidationError(
          "there is no region “\(region)”; --region takes a country’s two letters, as in US or CA")
      }
      return known
    }
  }

  func run() async throws {
    let url = try store.url
    let wanted = origin ?? "\(ProcessInfo.processInfo.hostName)/throughline"
    var settings = try store.settings()
    settings.signingKeyFile = signing.signingKeyFile
    let (opened, existed) = try await OpenStore.create(url, origin: wanted, settings)
    if let origin, opened.events.origin != origin {
      throw Refusal(
        """
        \(url.directory) holds the log “\(opened.events.origin)” already; \
        a log keeps its name, choose another --store
        """)
    }
    if let region = try telephoneRegion { try opened.setRegion(region) }
    let named = try opened.events.signingKeys().last?.description
    if output.json {
      return Terminal.show([
        "origin": .string(opened.events.origin), "existed": .bool(existed),
        "directory": .string(url.directory), "key": named.map { .string($0) } ?? .null,
      ])
    }
    let verb = existed ? "Found" : "Created"
    Terminal.say("\(verb) the log “\(opened.events.origin)” in \(url.directory).")
    if existed, let region = try telephoneRegion {
      Terminal.say(
        """
        Telephone numbers without a country are of \(region.code) from now on; \
        `throughline project` notes them again.
        """)
    }
    if let named {
      print("Its checkpoints are verified with \(named)")
    }
    if !existed {
      print(
        """
        The key that signs them is in \(try signing.keyFile(of: store).path): whoever has it can sign \
        for the log; keep it where the log is not.
        """)
    }
    if !existed, store.masterKeyCommand == nil {
      let file = store.masterKeyFile ?? url.defaultKeyFile
      Terminal.say("Its master key is in \(file): keep a copy elsewhere, nothing opens without it.")
    }
  }
}
