internal import ArgumentParser
internal import Compliance
internal import HTTPServer
internal import Logging
internal import Store

/// What a daemon is told, on its command line, in its environment or in a file; see ``GivenOptions``.
struct ServeOptions: ParsableArguments {
  @OptionGroup(title: "Store") var store: StoreOptions

  @Option(
    help: ArgumentHelp(
      """
      A YAML file of options by their names (`listen: 127.0.0.1:8787`). Options go before the environment \
      (THROUGHLINE_LISTEN), and that before the file.
      """, valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "Where to listen; port 0 takes any that is free.", valueName: "host:port"))
  var listen = "127.0.0.1:8787"

  @Option(
    help: ArgumentHelp(
      "The key of the log's checkpoints (default: signing.key in the store's directory).",
      valueName: "file"))
  var signingKeyFile: String?

  @Option(help: ArgumentHelp("Sign after so many records at the latest.", valueName: "records"))
  var signEvery: Int64 = 10_000

  @Option(
    help: ArgumentHelp(
      "Sign so long after the first record that is not signed.", valueName: "seconds"))
  var signWithin = 60

  @Flag(help: "Sign nothing, where another process does.")
  var noSigning = false

  @Option(
    help: ArgumentHelp(
      "How many days the words of readings that showed nobody are kept.", valueName: "days"))
  var keepWords = ExpiredWords.days

  @OptionGroup var keeping: KeepPreviousOptions

  @Option(
    help: ArgumentHelp(
      "What is logged: debug (each request), info, notice, warning or error.", valueName: "level"))
  var logLevel = "info"

  /// From which level on something is logged; nil where there is no such level.
  var level: Logger.Level? { Logger.Level(rawValue: logLevel) }

  @Option(
    help: ArgumentHelp("How long to take for the end, once asked to end.", valueName: "seconds"))
  var drainTimeout = 20

  func validate() throws {
    guard ListenAddress(listen) != nil else {
      throw ValidationError("--listen takes an address and a port, as in 127.0.0.1:8787")
    }
    guard level != nil else {
      let names = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--log-level is one of \(names)")
    }
    guard signEvery > 0, signWithin > 0, keepWords >= 0, drainTimeout > 0 else {
      throw ValidationError(
        "--sign-every, --sign-within and --drain-timeout are at least 1, and --keep-words at least 0"
      )
    }
  }

  /// The options that a file or the environment may give, each with what it is now; nil where nothing is
  /// said.
  static let named:
    [(name: String, isFlag: Bool, value: @Sendable (ServeOptions) throws -> String?)] =
      [
        ("store", false, { try $0.store.url.directory }),
        ("master-key-file", false, { try $0.store.keyFile }),
        ("master-key-command", false, { $0.store.masterKeyCommand }),
        ("accept-clock", true, { "\($0.store.acceptClock)" }),
        ("listen", false, { $0.listen }),
        (
          "signing-key-file", false,
          { try $0.signingKeyFile ?? $0.store.url.defaultSigningKeyFile }
        ),
        ("sign-every", false, { "\($0.signEvery)" }),
        ("sign-within", false, { "\($0.signWithin)" }),
        ("no-signing", true, { "\($0.noSigning)" }),
        ("keep-words", false, { "\($0.keepWords)" }),
        ("keep-previous", false, { "\($0.keeping.keepPrevious)" }),
        ("log-level", false, { $0.logLevel }),
        ("drain-timeout", false, { "\($0.drainTimeout)" }),
      ]
}
