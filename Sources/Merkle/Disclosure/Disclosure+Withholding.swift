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
    var boxes = spans.map(Box.init)
    var leaves: [Leaf] = []
    var walk = PlaintextWalk()
    walk.forEach(in: content) { entry, parts in
      let salt = salts.salt(of: UInt32(truncatingIfNeeded: leaves.count))
      let isHit = boxes.indices.reduce(false) { boxes[$1].takes(entry, parts) || $0 }
      let leaf = parts.leaf(entry)
      leaves.append(isHit ? .withheld(.leaf(leaf.entry(with: salt))) : .shown(leaf, salt))
    }
    for (place, box) in boxes.enumerated() { try box.requireMet(span: place) }
    self.init(rootSalt: salts.rootSalt, leaves: leaves)
  }

  /// A span, and what the walk has come to of its string.
  private struct Box {
    private let pointer: [UInt8]
    private let scalars: Range<Int>
    /// How many scalars of its string there are so far; nil while it was not met.
    private var seen: Int?
    private var isString = false

    init(_ span: TextSpan) {
      pointer = Array(span.pointer.utf8)
      scalars = span.scalars
    }

    /// Looks at a leaf; answers whether some of the span is in it.
    mutating func takes(_ entry: [UInt8], _ parts: PlaintextWalk.EntryParts) -> Bool {
      guard entry[parts.pointer].elementsEqual(pointer) else { return false }
      let start = seen ?? 0
      let end = start + entry[parts.text].count { $0 & 0xC0 != 0x80 }
      seen = end
      isString = parts.kind == .string && end > 0
      return !isString || (scalars.lowerBound < end && scalars.upperBound > start)
    }

    func requireMet(span: Int) throws(DisclosureError) {
      guard let seen else { throw .noSuchValue(span: span) }
      guard !isString || (!scalars.isEmpty && scalars.lowerBound >= 0 && scalars.upperBound <= seen)
      else { throw .outside(span: span, scalars: seen) }
    }
  }
}
