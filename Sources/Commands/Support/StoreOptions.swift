internal import ArgumentParser
internal import Compliance
internal import EventLog
internal import Foundation
internal import InteractionModel
internal import Queries
internal import Store
internal import Vault

/// Where the store is and how its master key is got.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The store: a directory, or sqlite:DIRECTORY (default: THROUGHLINE_STORE, else \
      ./throughline-data).
      """,
      valueName: "url"))
  var store: String?

  @Option(
    help: ArgumentHelp(
      "The file of the master key, mode 0600 (default: master.key in the store's directory).",
      valueName: "file"))
  var masterKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "A command that prints the master key: 64 hexadecimal digits or base64.",
      valueName: "command"))
  var masterKeyCommand: String?

  @Flag(
    help: ArgumentHelp(
      """
      Record by the clock as it is, though it is more than 400 days from the last record and the \
      store's files.
      """))
  var acceptClock = false

  func validate() throws {
    if masterKeyFile != nil, masterKeyCommand != nil {
      throw ValidationError("give --master-key-file or --master-key-command, not both")
    }
    _ = try url
  }

  /// The store that is meant.
  var url: StoreURL {
    get throws {
      try StoreOptions.url(
        store ?? ProcessInfo.processInfo.environment["THROUGHLINE_STORE"]
          ?? "sqlite:./throughline-data")
    }
  }

  /// The store of a URL on the command line.
  static func url(_ text: String) throws -> StoreURL {
    do throws(UnknownStore) {
      return try StoreURL(text)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// What a store is opened with; the one that is meant when none is named.
  func settings(for url: StoreURL? = nil) throws -> StoreSettings {
    StoreSettings(
      key: keySource(for: try url ?? self.url), clock: WallClock.system.logClock,
      acceptsClock: acceptClock, actor: Operator.actor, notice: Terminal.note)
  }

  /// Opens the store, for whoever only reads if nothing else is said.
  func open(to access: StoreAccess = .read) throws -> OpenStore {
    let store = try OpenStore(url, to: access, settings())
    CommandEnd.add(store.closeWhatIsRead)
    return store
  }

  /// Opens the store for whoever reads and opens no text.
  func reader() throws -> Reader {
    Reader(of: try open(), at: view, stop: Interruption.stop)
  }

  /// When and where it is asked.
  private var view: Viewpoint {
    Viewpoint(now: WallClock.system.now(), zone: Terminal.zone ?? .machine)
  }

  /// Opens the store for whoever reads; text is opened only with an account of it in the log.
  func reader(_ options: PurposeOptions) throws -> Reader {
    guard let purpose = options.purpose else { return try reader() }
    return try reader(purpose: purpose)
  }

  /// Opens the store for whoever opens text, with an account of it in the log.
  func reader(purpose: String) throws -> Reader {
    Reader(of: try openToAccount(), purpose: purpose, at: view, stop: Interruption.stop)
  }

  /// Opens the store for whoever asks the full-text index, which is never without an account.
  func reader(_ options: QuestionOptions) throws -> Reader {
    try reader(purpose: try options.stated)
  }

  private func openToAccount() throws -> OpenStore {
    do {
      return try open(to: .append)
    } catch let fault as StorageFault {
      throw OpenStore.unaccountable(fault)
    }
  }

  private func keySource(for url: StoreURL) -> MasterKeySource {
    masterKeyCommand.map { .command($0) } ?? .file(masterKeyFile ?? url.defaultKeyFile)
  }

  /// The file of the master key in force; nil when a command has it.
  var keyFile: String? {
    get throws {
      guard case .file(let path) = try keySource(for: url) else { return nil }
      return path
    }
  }
}

/// How the output looks.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false
}

/// How much of a list is shown.
struct PageOptions: ParsableArguments {
  @Option(help: "How many at most (default: all, unless said otherwise above).")
  var limit: Int?

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }
}

/// Which entries of something long are shown.
struct EntryOptions: ParsableArguments {
  @Option(help: "How many at most (default: 200).")
  var limit: Int?

  @Option(help: "Start after the entry of this position.")
  var after: Int64?

  /// The page that is meant; something long is not shown as a whole.
  var entries: EntryPage { EntryPage(after: after.map { Position($0) }, limit: limit ?? 200) }

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
  }
}

/// Why sealed text is opened.
struct PurposeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Open sealed text for this purpose; the access is recorded in the log first.",
      valueName: "text"))
  var purpose: String?

  func validate() throws {
    if let purpose, purpose.allSatisfy(\.isWhitespace) {
      throw ValidationError("--purpose must say why the text is opened")
    }
  }
}

/// Why the full-text index is asked: whoever asks it, and only counts, reads what people wrote.
struct QuestionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Why you ask; question and purpose are recorded in the log first.", valueName: "text"))
  var purpose: String?

  /// The purpose, without which nothing is asked.
  var stated: String {
    get throws {
      guard let purpose else {
        throw ValidationError(
          """
          asking the full-text index is reading what people wrote: say why with --purpose TEXT; \
          it is recorded in the log, with the question, before anything is shown
          """)
      }
      guard !purpose.allSatisfy(\.isWhitespace) else {
        throw ValidationError("--purpose must say why the index is asked")
      }
      return purpose
    }
  }

  func validate() throws { _ = try stated }
}
