public import InteractionModel

extension Disclosure {
  /// Discloses a plaintext but for some spans of it, each widened to whole pieces.
  /// - Parameters:
  ///   - content: the plaintext.
  ///   - salts: its salts.
  ///   - spans: what is withheld.
  /// - Throws: ``DisclosureError/noSuchValue(span:)`` or ``DisclosureError/outside(span:scalars:)``:
  ///   a span that meets nothing would withhold nothing.
  public init(
    of content: JSONObject, salts: some PlaintextSalts, withholding spans: [TextSpan]
  ) throws(DisclosureError) {
    let hidden = Set(try Disclosure.leaves(under: spans, of: content).joined())
    var leaves: [Leaf] = []
    var walk = PlaintextWalk()
    walk.forEach(in: content) { entry, parts in
      let salt = salts.salt(of: UInt32(truncatingIfNeeded: leaves.count))
      let leaf = parts.leaf(entry)
      let isHidden = hidden.contains(leaves.count)
      leaves.append(isHidden ? .withheld(.leaf(leaf.entry(with: salt))) : .shown(leaf, salt))
    }
    self.init(rootSalt: salts.rootSalt, leaves: leaves)
  }

  /// The leaves of a plaintext that spans meet.
  /// - Parameters:
  ///   - spans: the spans.
  ///   - content: the plaintext.
  /// - Returns: of each span the numbers of its leaves, at least one.
  /// - Throws: ``DisclosureError/noSuchValue(span:)`` or ``DisclosureError/outside(span:scalars:)``.
  public static func leaves(
    under spans: [TextSpan], of content: JSONObject
  ) throws(DisclosureError) -> [[Int]] {
    var boxes = spans.map(Box.init)
    var count = 0
    var walk = PlaintextWalk()
    walk.forEach(in: content) { entry, parts in
      for index in boxes.indices { boxes[index].take(count, entry, parts) }
      count += 1
    }
    for (place, box) in boxes.enumerated() { try box.requireMet(span: place) }
    return boxes.map(\.leaves)
  }

  /// A span, and what the walk has come to of its string.
  private struct Box {
    private let pointer: [UInt8]
    private let scalars: Range<Int>
    /// How many scalars of its string there are so far; nil while it was not met.
    private var seen: Int?
    private var isString = false
    /// The leaves in which some of it is.
    private(set) var leaves: [Int] = []

    init(_ span: TextSpan) {
      pointer = Array(span.pointer.utf8)
      scalars = span.scalars
    }

    /// Looks at a leaf.
    mutating func take(_ leaf: Int, _ entry: [UInt8], _ parts: PlaintextWalk.EntryParts) {
      guard entry[parts.pointer].elementsEqual(pointer) else { return }
      let start = seen ?? 0
      let end = start + entry[parts.text].count { $0 & 0xC0 != 0x80 }
      seen = end
      isString = parts.kind == .string && end > 0
      if !isString || (scalars.lowerBound < end && scalars.upperBound > start) {
        leaves.append(leaf)
      }
    }

    func requireMet(span: Int) throws(DisclosureError) {
      guard let seen else { throw .noSuchValue(span: span) }
      guard !isString || (!scalars.isEmpty && scalars.lowerBound >= 0 && scalars.upperBound <= seen)
      else { throw .outside(span: span, scalars: seen) }
    }
  }
}
