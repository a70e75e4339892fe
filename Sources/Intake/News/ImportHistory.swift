internal import InteractionModel

/// Which of the files of one command were imported before, and whether others of their source came
/// after them.
///
/// The last files of a source, given again in the order in which they were imported, are those very
/// imports once more, repeated or resumed: what the later of them changed is not undone by the earlier.
/// Any other file is a newer export, also one that was imported once, before others: whoever gives it
/// again says that things are so again. A file is known by its content alone: what the mapping says may
/// have been mended since.
struct ImportHistory {
  /// Where a file stands among those that were imported.
  enum Standing {
    /// It is a new one, or the last.
    case newest
    /// It is an old one that others followed.
    case followed
    /// It is an old one that others followed, and is given again as a newer one.
    case again
  }

  private let imports: any EarlierImports
  private let minter: any IDMinter
  private let name: String
  private let source: EventID
  private let sources: [IntakeSource]
  /// The ids of their contents, as far as they were asked for.
  private var ids: [EventID?]
  /// How many of the files are the last ones that were imported.
  private var repeated = 0
  /// Whether another file was begun after those, and not ended.
  private var isFollowed = false

  /// The history of the files of a command; nil when nothing is known, or when the rows of the format
  /// tell all that there is to know.
  /// - Parameters:
  ///   - sources: the files.
  ///   - format: how they are read.
  ///   - context: what is known of earlier imports.
  /// - Throws: whatever keeps earlier imports from being told.
  init?(_ sources: [IntakeSource], _ format: any IntakeFormat, _ context: IntakeContext) throws {
    guard let imports = context.imports, let exporter = format.exporter(in: context) else {
      return nil
    }
    self.imports = imports
    self.sources = sources
    ids = sources.map { _ in nil }
    minter = context.minter
    name = "\(type(of: format).name)/\(exporter)"
    source = minter.eventID(
      source: "throughline", externalID: name, externalVersion: "", name: "files")
    try compare(with: imports.importedFiles(from: source, limit: sources.count + 8))
  }

  /// Finds how many of the files are the last ones of those that were imported.
  private mutating func compare(with past: [ImportedFile]) throws {
    guard !sources.isEmpty, !past.isEmpty,
      let id = try? self.id(of: 0), past.contains(where: { $0.id == id })
    else { return }
    // Of what cannot be read the import tells when its turn comes.
    let ids = sources.indices.map { try? self.id(of: $0) }
    let begun = past.prefix { !$0.isComplete }.count
    for skipped in 0...begun {
      let past = past.dropFirst(skipped).map(\.id)
      for count in stride(from: min(ids.count, past.count), to: 0, by: -1)
      where ids.prefix(count) == ArraySlice(past.prefix(count).reversed().map { $0 as EventID? }) {
        repeated = count
        isFollowed = skipped > 0
        return
      }
    }
  }

  /// Where a file stands; it is the last one of its source from now on, unless it is repeated.
  mutating func begin(_ index: Int) throws -> Standing {
    if index < repeated {
      let isLast = index == repeated - 1 && !(isFollowed && index < sources.count - 1)
      return isLast || !sources[index].isRepeatable ? .newest : .followed
    }
    let id = try id(of: index)
    let isKnown = try sources[index].isRepeatable && imports.hasImported(id, from: source)
    try imports.noteBegun(id, from: source)
    return isKnown ? .again : .newest
  }

  /// What tells a file when it is imported again; nil of what can be read only once.
  mutating func file(_ index: Int) throws(IntakeError) -> EventID? {
    sources[index].isRepeatable ? try id(of: index) : nil
  }

  /// Notes that a file was imported to its end.
  mutating func end(_ index: Int) throws {
    guard index >= repeated - 1 else { return }
    try imports.noteComplete(id(of: index), from: source)
  }

  /// The id of the content of a file; one for all that can be read only once.
  private mutating func id(of index: Int) throws(IntakeError) -> EventID {
    if let id = ids[index] { return id }
    let file = sources[index]
    let content =
      file.isRepeatable ? try FileFingerprint(ChunkReader(file)).text : "a stream"
    let id = minter.eventID(
      source: "throughline", externalID: content, externalVersion: name, name: "file")
    ids[index] = id
    return id
  }
}
