internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Store

/// `throughline init`: creates a store.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Create a store: log, vault and catalogue.")

  @OptionGroup(title: "Store") var store: StoreOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    help: "The log's name, fixed for ever, for example city.example/contact-log.")
  var origin: String?

  func validate() throws {
    guard let origin else { return }
    guard !origin.isEmpty, origin.utf8.count <= 200,
      origin.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "+") })
    else {
      throw ValidationError("--origin holds printable ASCII without spaces and without “+”")
    }
  }

  func run() async throws {
    let url = try store.url
    let wanted = origin ?? "\(ProcessInfo.processInfo.hostName)/throughline"
    let (opened, existed) = try await OpenStore.create(
      url, origin: wanted, store.settings())
    if let origin, opened.events.origin != origin {
      throw Refusal(
        """
        \(url.directory) holds the log “\(opened.events.origin)” already; \
        a log keeps its name, choose another --store
        """)
    }
    if output.json {
      return Terminal.show([
        "origin": .string(opened.events.origin), "existed": .bool(existed),
        "directory": .string(url.directory),
      ])
    }
    let verb = existed ? "Found" : "Created"
    print("\(verb) the log “\(opened.events.origin)” in \(url.directory).")
    if !existed, store.masterKeyCommand == nil {
      let file = store.masterKeyFile ?? url.defaultKeyFile
      print("Its master key is in \(file): keep a copy elsewhere, nothing opens without it.")
    }
  }
}
