/// Where a static log keeps a tile or a bundle of entries (C2SP tlog-tiles).
///
/// `tile/<level>/<index>[.p/<width>]` and `tile/entries/<index>[.p/<width>]`, the index in groups of
/// three digits, all but the last behind an x: `tile/0/x001/x234/067.p/8`.
public enum TilePath: Sendable, Hashable, CustomStringConvertible {
  /// A tile.
  case hashes(TileID)
  /// The entries whose hashes are in a tile of level 0.
  case entries(TileID)

  private static let entriesLevel = "entries"

  /// Reads a path.
  /// - Parameter path: the path, below where the log's files lie.
  /// - Throws: ``TreeError/notATilePath``, or ``TreeError/noSuchTile(level:index:width:)``.
  public init(_ path: String) throws(TreeError) {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)[...]
    guard parts.popFirst() == "tile", let levelText = parts.popFirst() else { throw .notATilePath }
    let isEntries = levelText == TilePath.entriesLevel
    guard let level = isEntries ? 0 : Int(levelText) else { throw .notATilePath }
    var width = Tile.width
    if let text = parts.last, let last = parts.dropLast().last, last.hasSuffix(".p") {
      guard let partial = Int(text), partial < Tile.width else { throw .notATilePath }
      width = partial
      parts = parts.dropLast(2) + [last.dropLast(2)]
    }
    var index: UInt64 = 0
    for part in parts {
      guard let group = UInt64(part.hasPrefix("x") ? part.dropFirst() : part), group < 1_000,
        index < 1 << 48
      else { throw .notATilePath }
      index = index * 1_000 + group
    }
    let tile = try TileID(level: level, index: index, width: width)
    self = isEntries ? .entries(tile) : .hashes(tile)
    // Each tile has one path.
    guard description.utf8.elementsEqual(path.utf8) else { throw .notATilePath }
  }

  /// The path.
  public var description: String {
    let (level, tile) =
      switch self {
      case .hashes(let tile): ("\(tile.level)", tile)
      case .entries(let tile): (TilePath.entriesLevel, tile)
      }
    var groups = [TilePath.digits(tile.index % 1_000)]
    var rest = tile.index / 1_000
    while rest > 0 {
      groups.append("x" + TilePath.digits(rest % 1_000))
      rest /= 1_000
    }
    let partial = tile.isFull ? "" : ".p/\(tile.width)"
    return "tile/\(level)/\(groups.reversed().joined(separator: "/"))\(partial)"
  }

  private static func digits(_ group: UInt64) -> String {
    String("\(group + 1_000)".dropFirst())
  }
}
