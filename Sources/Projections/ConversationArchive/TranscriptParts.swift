internal import InteractionModel

/// A part of a transcript.
enum TranscriptPart: Sendable, Hashable {
  case thing(Thing)
  case response(ResponseGroup)
  /// That the conversation has a leg which its head has no room for.
  case leg

  /// Whether all its places are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    switch self {
    case .thing(let thing): thing.isSpelled(by: words)
    case .response(let group): group.isSpelled(by: words)
    case .leg: true
    }
  }
}

extension TranscriptPart: FoldCodable {
  func encode(into state: inout StateWriter) {
    switch self {
    case .thing(let thing):
      state.write(byte: 0)
      state.write(thing)
    case .response(let group):
      state.write(byte: 1)
      state.write(group)
    case .leg: state.write(byte: 2)
    }
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    switch try state.byte() {
    case 0: self = .thing(try state.read())
    case 1: self = .response(try state.read())
    case 2: self = .leg
    default: throw state.damage
    }
  }
}

/// The parts of a transcript that are in memory: all of them, or those that somebody asked for.
struct TranscriptParts: Sendable {
  private var known: [PartName: TranscriptPart] = [:]
  /// What was asked for and is not there, or is there no more.
  private var absent: Set<PartName> = []
  /// What was looked for and is not known.
  private(set) var missing: Set<PartName> = []
  /// What is other than it is stored.
  private(set) var changed: Set<PartName> = []
  /// What the changed parts were when they were read; kept where not all are known.
  private(set) var former: [PartName: TranscriptPart?] = [:]
  /// What the parts were that changed since ``takeTouched()``.
  private var touched: [PartName: TranscriptPart?] = [:]
  /// Whether all parts are known.
  var isComplete: Bool

  init(isComplete: Bool = true) {
    self.isComplete = isComplete
  }

  /// All parts that are known, by name.
  var all: [(key: PartName, value: TranscriptPart)] { known.sorted { $0.key < $1.key } }

  /// The part of a name; nil when there is none, or when it is not known, which is noted.
  subscript(key: PartName) -> TranscriptPart? {
    mutating get {
      if let part = known[key] { return part }
      if !isComplete, !absent.contains(key) { missing.insert(key) }
      return nil
    }
    set {
      let before = known[key]
      if touched[key] == nil { touched[key] = .some(before) }
      if !isComplete, former[key] == nil { former[key] = .some(before) }
      changed.insert(key)
      known[key] = newValue
      if newValue == nil { absent.insert(key) }
    }
  }

  /// The part of a name as it is in memory.
  func current(_ key: PartName) -> TranscriptPart? { known[key] }

  /// Changes a thing, which comes into being if need be.
  mutating func withThing(_ key: PartName, _ change: (inout Thing) -> Void) {
    var thing = thing(key)
    change(&thing)
    self[key] = .thing(thing)
  }

  /// The thing of a name; one of which nothing is said when there is none.
  mutating func thing(_ key: PartName) -> Thing {
    guard case .thing(let thing)? = self[key] else { return Thing() }
    return thing
  }

  /// Changes where a response was used; where that is nowhere any more, nothing says so.
  mutating func withResponse(_ id: String, _ change: (inout ResponseGroup) -> Void) {
    let key = PartName(response: id)
    var group = ResponseGroup()
    if case .response(let found)? = self[key] { group = found }
    change(&group)
    self[key] = group.isEmpty ? nil : .response(group)
  }

  /// What changed since this was asked last, by name, each with what it was then.
  mutating func takeTouched() -> [(key: PartName, value: TranscriptPart?)] {
    defer { touched.removeAll(keepingCapacity: true) }
    return touched.sorted { $0.key < $1.key }
  }

  /// Notes that all parts are stored as they are.
  mutating func noteStored() { changed = [] }

  /// Takes what is stored; what was asked for and is not given is not there.
  mutating func supply(_ parts: [PartName: TranscriptPart], for keys: [PartName]) {
    known.merge(parts) { _, new in new }
    absent.formUnion(keys.lazy.filter { parts[$0] == nil })
    missing.subtract(keys)
  }
}

extension PartName {
  private init(_ kind: Unicode.Scalar, _ rest: some Sequence<UInt8>) {
    self.init([UInt8(ascii: kind)] + rest)
  }

  /// The name of what an event id names.
  init(_ id: EventID) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(17)
    bytes.append(UInt8(ascii: "e"))
    for half in [id.high, id.low] {
      withUnsafeBytes(of: half.bigEndian) { bytes.append(contentsOf: $0) }
    }
    self.init(bytes)
  }

  /// The name of what the source numbers.
  /// - Parameters:
  ///   - item: the number.
  ///   - type: the place of the type of event among the words.
  init(item: String, of type: Int32) { self.init("i", "\(type) \(item)".utf8) }

  /// The name of what something else than an event id names.
  init(unknown name: String) { self.init("n", name.utf8) }

  /// The name of what says of nothing else that it is about it.
  init(apart position: Position) { self.init("p", "\(position)".utf8) }

  /// The name of a response.
  init(response id: String) { self.init("r", id.utf8) }

  /// The name of a leg.
  init(leg id: String) { self.init("c", id.utf8) }
}

extension TranscriptParts: FoldCodable {
  func encode(into state: inout StateWriter) {
    state.write(count: UInt64(known.count))
    for (key, part) in all {
      state.write(key)
      state.write(part)
    }
  }

  init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    var last: PartName?
    for _ in 0..<(try state.length()) {
      let key: PartName = try state.read()
      if let last, !(last < key) { throw state.damage }
      let part: TranscriptPart = try state.read()
      known[key] = part
      last = key
    }
  }

  /// Whether all places of what is known are among some words.
  func isSpelled(by words: StringTable) -> Bool {
    known.values.allSatisfy { $0.isSpelled(by: words) }
  }
}
