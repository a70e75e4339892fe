public import InteractionModel

/// What a format may need beside the file.
public struct IntakeOptions: Sendable {
  /// The text of a mapping file; nil when none was given.
  public var mapping: String?
  /// The name of the mapping file, for messages.
  public var mappingName: String

  /// Options; nothing by default.
  /// - Parameters:
  ///   - mapping: the text of a mapping file.
  ///   - mappingName: its name, for messages.
  public init(mapping: String? = nil, mappingName: String = "mapping") {
    self.mapping = mapping
    self.mappingName = mappingName
  }
}

/// What reading a file needs from the log it is read for.
public struct IntakeContext: Sendable {
  /// Mints ids for sources that have none of their own.
  public let minter: any IDMinter
  /// The name of the source system, where the format cannot know it; nil takes the format's own.
  public let sourceName: String?
  /// What the log has; nil when nothing is known of it, and everything is new.
  public let log: (any EarlierEvents)?
  /// What was imported before; nil when that is not remembered.
  public let imports: (any EarlierImports)?

  /// A context.
  /// - Parameters:
  ///   - minter: mints ids.
  ///   - sourceName: the name of the source system.
  ///   - log: what the log has.
  ///   - imports: what was imported before.
  public init(
    minter: any IDMinter, sourceName: String? = nil, log: (any EarlierEvents)? = nil,
    imports: (any EarlierImports)? = nil
  ) {
    self.minter = minter
    self.sourceName = sourceName
    self.log = log
    self.imports = imports
  }
}

/// What one row of a file became, or what is to be said of the file.
public enum IntakeItem: Sendable {
  /// A row that says events.
  case row(IntakeRow)
  /// A row of an export, which may have been said before in the same words or in others.
  case said(RowPlace, SaidRow)
  /// The row cannot be taken.
  case rejected(Rejection)
  /// What whoever imports should know of how the file was read.
  case note(IntakeNote)
}

/// A row that says events.
public struct IntakeRow: Sendable {
  /// Where it stands in its file.
  public let place: RowPlace
  /// All its events; they are taken or rejected together.
  public let events: [NewEvent]
  /// What the mapping calls each of them; empty for formats whose events have no names.
  public let names: [String]
  /// Whether it is not of the format's own shape, and was sealed whole.
  public let isKeptAside: Bool
  /// Names of its members that are nearly known ones or belong elsewhere, and fields whose values are
  /// none, all of which were sealed.
  let misspelt: [UnknownTerm]

  /// A row.
  /// - Parameters:
  ///   - place: where it stands.
  ///   - events: all its events.
  ///   - names: what the mapping calls each of them.
  ///   - isKeptAside: whether it was sealed whole.
  public init(
    _ place: RowPlace, _ events: [NewEvent], names: [String] = [], isKeptAside: Bool = false
  ) {
    self.place = place
    self.events = events
    self.names = names
    self.isKeptAside = isKeptAside
    misspelt = []
  }

  /// A row of one event, as a format of the project's own has it.
  init(_ place: RowPlace, _ read: ReadCloudEvent) {
    self.place = place
    events = [read.event]
    names = []
    isKeptAside = read.isKeptAside
    misspelt = read.misspelt
  }
}

/// An outside format.
///
/// A format is a value that holds its options, for example a mapping; it keeps no state between
/// files. The same file always gives the same events with the same ids.
public protocol IntakeFormat: Sendable {
  /// The name on the command line.
  static var name: String { get }
  /// One line that says what it reads.
  static var summary: String { get }

  /// The name of the system whose exports the files are, each with all that it says now; nil when
  /// every row stands for itself.
  /// - Parameter context: what the log knows.
  /// - Returns: the name of the source.
  func exporter(in context: IntakeContext) -> String?

  /// The format with its options.
  /// - Parameter options: what it may need beside the file.
  /// - Throws: ``IntakeError`` when the options do not do.
  init(options: IntakeOptions) throws(IntakeError)

  /// Reads a file from its start to its end, one item a row, in the order of the file.
  /// - Parameters:
  ///   - source: the file.
  ///   - context: what the log knows.
  ///   - handle: takes an item; what it throws ends the reading and is thrown on.
  /// - Throws: ``IntakeError`` when the file cannot be read or does not fit the mapping at all.
  func read(
    _ source: IntakeSource, context: IntakeContext, _ handle: (IntakeItem) throws -> Void
  ) throws
}

extension IntakeFormat {
  /// Every row stands for itself.
  public func exporter(in context: IntakeContext) -> String? { nil }
}
