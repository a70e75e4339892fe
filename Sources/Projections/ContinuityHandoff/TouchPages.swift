internal import InteractionModel

/// Touches that a matter's own row does not need, in the order of the log: all but the last few in
/// pages that are full and never change again.
///
/// The last few stand in the head of the state, so that one more costs the same however many there
/// are. A page knows the latest moment before it: whoever looks for what came after a moment goes
/// back from the end, and nearly always needs no page at all.
struct TouchPages: Sendable, Hashable {
  /// A full page.
  struct Page: Sendable, Hashable {
    /// The latest moment in the pages before it; nil in the first.
    var before: Moment?
    /// In the order of the log.
    var touches: [Touch] = []
  }

  /// How many touches a page has.
  static let size = 64

  /// What the names of its pages begin with.
  let name: UInt8
  /// How many touches a page of this one has; the same for all states of a projection.
  var size: Int
  /// How many full pages there are.
  private(set) var count = 0
  /// Those behind the last full page.
  private(set) var last: [Touch] = []
  /// The latest moment in the full pages.
  private var latest: Moment?

  /// The full pages that are in memory, by number.
  private var known: [Int: Page] = [:]
  /// Those that are not stored as they are.
  private var changed: Set<Int> = []
  /// Those that were looked for and are not known.
  private var missing: Set<Int> = []
  /// Whether all pages are known.
  private(set) var isComplete = true

  /// No touches.
  /// - Parameters:
  ///   - name: what the names of the pages begin with.
  ///   - size: how many touches a page has.
  init(_ name: Unicode.Scalar, size: Int = TouchPages.size) {
    self.name = UInt8(ascii: name)
    self.size = size
  }

  /// Adds what the next record says.
  mutating func append(_ touch: Touch) {
    last.append(touch)
    guard last.count >= size else { return }
    known[count] = Page(before: latest, touches: last)
    latest = last.reduce(latest) { latest, touch in
      latest.map { max($0, touch.moment) } ?? touch.moment
    }
    changed.insert(count)
    count += 1
    last = []
  }

  /// The one that was added last; nil when there is none in memory.
  var newest: Touch? { last.last ?? known[count - 1]?.touches.last }

  /// All that are known, in the order of the log.
  var all: [Touch] {
    (0..<count).flatMap { known[$0]?.touches ?? [] } + last
  }

  /// Notes the pages that are not known as missing.
  mutating func require() {
    guard !isComplete else { return }
    for place in 0..<count where known[place] == nil { missing.insert(place) }
  }

  /// What comes after a moment, in any order; what is not known for that is noted as missing.
  mutating func after(_ moment: Moment) -> [Touch] {
    var found = last.filter { moment < $0.moment }
    var (place, bound) = (count, latest)
    while place > 0, let latest = bound, moment < latest {
      place -= 1
      guard let page = known[place] else {
        // Twice as many each time, so that few rounds go far back.
        for other in max(0, place - known.count)...place where known[other] == nil {
          missing.insert(other)
        }
        break
      }
      found += page.touches.lazy.filter { moment < $0.moment }
      bound = page.before
    }
    return found
  }

  /// The earliest of those that are known and fit.
  func earliest(where fits: (Touch) -> Bool) -> Touch? {
    var earliest: Touch?
    func look(at touches: [Touch]) {
      for touch in touches where earliest.map({ touch.moment < $0.moment }) ?? true && fits(touch) {
        earliest = touch
      }
    }
    for page in known.values { look(at: page.touches) }
    look(at: last)
    return earliest
  }
}

// MARK: Parts

extension TouchPages {
  private func partName(_ place: Int) -> PartName {
    withUnsafeBytes(of: UInt32(clamping: place).bigEndian) { PartName([name] + $0) }
  }

  private func place(of part: PartName) -> Int? {
    guard part.bytes.count == 5, part.bytes[0] == name else { return nil }
    return Int(part.bytes.dropFirst().reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
  }

  /// The pages that are other than they are stored.
  var changedParts: [StatePart] {
    changed.sorted().compactMap { place in
      known[place].map { StatePart(name: partName(place), bytes: StateWriter.bytes(of: $0)) }
    }
  }

  /// The names of the pages that were looked for.
  var missingParts: [PartName] { missing.sorted().map(partName) }

  /// Notes that the pages are stored as they are.
  mutating func noteStored() { changed = [] }

  /// Takes those of some parts that are pages of this one.
  mutating func supply(_ parts: [StatePart]) throws(StateDecodingError) {
    for part in parts {
      guard let place = place(of: part.name) else { continue }
      guard place < count else { throw StateDecodingError(offset: 0) }
      let page: Page = try StateReader.value(of: part.bytes)
      known[place] = page
      missing.remove(place)
    }
  }

  /// Takes the last of all pages: they are complete when none is missing.
  mutating func complete() {
    isComplete = known.count == count
    missing = []
  }
}

extension TouchPages {
  /// Writes what stands in the head.
  func encodeHead(into state: inout StateWriter) {
    state.write(count: UInt64(count))
    state.write(latest)
    state.write(last)
  }

  /// Writes the full pages.
  func encodePages(into state: inout StateWriter) {
    for place in 0..<count { if let page = known[place] { state.write(page) } }
  }

  /// Reads what stands in the head; the pages are still to come.
  mutating func readHead(from state: inout StateReader) throws(StateDecodingError) {
    let count = try state.count()
    guard count <= UInt64(UInt32.max) else { throw state.damage }
    self.count = Int(count)
    try state(&latest, &last)
    isComplete = count == 0
  }

  /// Reads the full pages.
  mutating func readPages(from state: inout StateReader) throws(StateDecodingError) {
    for place in 0..<count {
      let page: Page = try state.read()
      known[place] = page
      changed.insert(place)
    }
    isComplete = true
  }
}

extension TouchPages.Page: FieldwiseCodable {
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure) {
    try fields(&before, &touches)
  }
}
