/// A JSON object whose members are always in canonical order.
///
/// Members are kept sorted, so writing is a walk and equality is equality of bytes. Lookup is a
/// binary search, O(log n); insertion moves the members behind it, O(n), which beats a dictionary
/// for the dozen members a body has.
public struct JSONObject: Sendable, Hashable {
  /// One name and its value.
  public struct Member: Sendable, Hashable {
    /// The member's name.
    public let key: String
    /// The member's value.
    public internal(set) var value: JSONValue

    /// Equal when name and value are, scalar for scalar.
    public static func == (left: Member, right: Member) -> Bool {
      JSONObject.isSame(left.key, right.key) && left.value == right.value
    }
  }

  /// The members in canonical order.
  public private(set) var members: [Member]

  /// An object without members.
  public init() {
    members = []
  }

  /// An object of these members; of a doubled key the last one stays.
  public init(_ pairs: some Sequence<(String, JSONValue)>) {
    members = []
    reserveCapacity(pairs.underestimatedCount)
    for (key, value) in pairs { self[key] = value }
  }

  /// Makes room for so many members at once.
  public mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

  /// Members that are already sorted and unique, as the parser makes sure they are.
  init(sorted members: [Member]) {
    self.members = members
  }

  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }

  /// How many members there are.
  public var count: Int { members.count }

  /// The value of a member; setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get {
      // A dozen names are walked over faster than halved.
      guard members.count > 12 else {
        for member in members where JSONObject.isSame(member.key, key) { return member.value }
        return nil
      }
      let index = insertionIndex(of: key)
      guard index < members.count, JSONObject.isSame(members[index].key, key) else { return nil }
      return members[index].value
    }
    set {
      let index = insertionIndex(of: key)
      let found = index < members.count && JSONObject.isSame(members[index].key, key)
      switch (found, newValue) {
      case (true, let value?): members[index].value = value
      case (true, nil): members.remove(at: index)
      case (false, let value?): members.insert(Member(key: key, value: value), at: index)
      case (false, nil): break
      }
    }
  }

  private func insertionIndex(of key: String) -> Int {
    // Objects are mostly built in order: try the end first.
    guard let last = members.last, !JSONObject.precedes(last.key, key) else { return members.count }
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if JSONObject.precedes(members[middle].key, key) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Whether two strings are the same scalar for scalar; `String` compares canonical equivalents.
  static func isSame(_ left: String, _ right: String) -> Bool {
    // Most differ in length, and most that do not are the same by a look at two words.
    left.utf8.count == right.utf8.count && left == right
      && withBytes(left, right) { $0.elementsEqual($1) }
  }

  /// Whether one key sorts before another: by UTF-16 code units (RFC 8785 §3.2.3).
  ///
  /// For ASCII keys, the only ones a public record has, that is byte order. UTF-8 byte order
  /// differs from it only between U+E000…U+FFFF (lead bytes EE, EF) and the supplementary planes
  /// (lead bytes F0 and up), which UTF-16 writes with surrogates below U+E000.
  static func precedes(_ left: String, _ right: String) -> Bool {
    withBytes(left, right) { left, right in
      for place in 0..<min(left.count, right.count) where left[place] != right[place] {
        let (a, b) = (left[place], right[place])
        if a >= 0xEE, b >= 0xEE, (a >= 0xF0) != (b >= 0xF0) { return a >= 0xF0 }
        return a < b
      }
      return left.count < right.count
    }
  }

  /// Lends the bytes of two strings.
  @inline(__always)
  private static func withBytes(
    _ left: String, _ right: String,
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    var left = left
    var right = right
    return left.withUTF8 { left in right.withUTF8 { right in body(left, right) } }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object of these members; of a doubled key the last one stays.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(elements)
  }
}
