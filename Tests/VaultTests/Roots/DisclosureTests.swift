import Foundation
import InteractionModel
import Merkle
import StoreConformance
import Testing

@testable import Vault

@Suite("A disclosure")
struct DisclosureTests {
  private static func seed(_ number: Int) -> PartSeed {
    let master = MasterKey(Hash.content(Array("\(number)".utf8)).bytes)
    return PartSeed((master ?? .random()).key)
  }

  private static func error(
    _ content: JSONObject, _ spans: TextSpan...
  ) -> DisclosureError? {
    do throws(DisclosureError) {
      _ = try Disclosure(of: content, salts: seed(1), withholding: spans)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "of any text leads to its root, whatever is withheld, and has nothing of that",
    arguments: 0..<20)
  func random(run: Int) throws {
    var random = RandomText(seed: UInt64(run))
    var roots = PlaintextRoot()
    for number in 0..<50 {
      let content = random.content(words: number == 0 ? 400 : random.int(1...12))
      let spans = random.spans(of: content)
      let seed = Self.seed(run * 50 + number)
      let root = roots.root(of: content, salts: seed)
      let whole = try Disclosure(of: content, salts: seed, withholding: [])
      #expect(throws: Never.self) { try whole.check(root) }
      #expect(whole.withheldCount == 0)
      let disclosure = try Disclosure(of: content, salts: seed, withholding: spans)
      #expect(throws: Never.self) { try disclosure.check(root) }
      let json = disclosure.json
      #expect(try Disclosure(json) == disclosure)
      try Self.compare(
        disclosure, with: whole, spans, content, Data(JSONValue.object(json).canonicalBytes))
    }
  }

  /// What is withheld is what the spans name, widened to pieces, and stands nowhere.
  private static func compare(
    _ disclosure: Disclosure, with whole: Disclosure, _ spans: [TextSpan], _ content: JSONObject,
    _ json: Data
  ) throws {
    #expect(disclosure.leaves.count == whole.leaves.count)
    var starts: [String: Int] = [:]
    for (told, all) in zip(disclosure.leaves, whole.leaves) {
      guard case .shown(let leaf, let salt) = all else { continue }
      let start = starts[leaf.pointer, default: 0]
      let end = start + leaf.text.unicodeScalars.count
      starts[leaf.pointer] = end
      let isNamed = spans.contains { span in
        span.pointer.utf8.elementsEqual(leaf.pointer.utf8)
          && (span.scalars.overlaps(start..<end) || leaf.text.isEmpty)
      }
      guard case .withheld(let hash) = told else {
        #expect(!isNamed && told == all)
        continue
      }
      #expect(isNamed && hash == .leaf(leaf.entry(with: salt)))
      // A word that was cut may be too short to be nobody else's.
      let isOwn = leaf.text.unicodeScalars.count >= 12
      let withheld = JSONValue.string(leaf.text).canonicalBytes.dropFirst().dropLast()
      let secrets = [Array(Base64.string(salt.bytes).utf8)] + (isOwn ? [Array(withheld)] : [])
      #expect(
        secrets.allSatisfy { json.range(of: Data($0)) == nil }, "\(leaf.pointer) \(leaf.piece)")
    }
    for (pointer, string) in RandomText.strings(.object(content), "") {
      #expect(starts[pointer] == string.unicodeScalars.count)
    }
  }

  @Test("of which a leaf is altered, moved, added or left out does not lead to the root")
  func attacks() throws {
    var random = RandomText(seed: 77)
    for number in 0..<60 {
      let content = random.content(words: random.int(3...9))
      let seed = Self.seed(number)
      let told = try Disclosure(
        of: content, salts: seed, withholding: random.spans(of: content))
      let root = told.root
      func isFound(_ change: (inout [Disclosure.Leaf]) -> Void) -> Bool {
        var leaves = told.leaves
        change(&leaves)
        if leaves == told.leaves { return true }
        let changed = Disclosure(rootSalt: told.rootSalt, leaves: leaves)
        return throwsError { try changed.check(root) }
      }
      for index in told.leaves.indices {
        let other = random.int(0...told.leaves.count - 1)
        #expect(isFound { $0[index] = Self.altered($0[index], random.int(0...4)) })
        #expect(isFound { $0.swapAt(index, other) })
        #expect(isFound { $0.remove(at: index) })
        #expect(isFound { $0.insert($0[other], at: index) })
        #expect(isFound { $0.append($0[index]) })
        #expect(isFound { $0.removeSubrange(index...) })
        // Two leaves behind the node over them: the tree is the same, and their number is not.
        #expect(
          isFound { leaves in
            guard index + 1 < leaves.count else { return }
            leaves.replaceSubrange(
              index...index + 1,
              with: [.withheld(.node(Self.hash(leaves[index]), Self.hash(leaves[index + 1])))])
          })
      }
      let salted = Disclosure(rootSalt: seed.salt(of: 0), leaves: told.leaves)
      #expect(throws: DisclosureError.otherRoot) { try salted.check(root) }
    }
  }

  private func throwsError(_ body: () throws -> Void) -> Bool {
    do {
      try body()
      return false
    } catch {
      return true
    }
  }

  private static func hash(_ leaf: Disclosure.Leaf) -> Hash {
    switch leaf {
    case .shown(let leaf, let salt): .leaf(leaf.entry(with: salt))
    case .withheld(let hash): hash
    }
  }

  private static func altered(_ leaf: Disclosure.Leaf, _ way: Int) -> Disclosure.Leaf {
    guard case .shown(let shown, let salt) = leaf else { return .withheld(.content([1, 2, 3])) }
    let other: PlaintextLeaf =
      switch way {
      case 0:
        PlaintextLeaf(
          kind: shown.kind, pointer: shown.pointer, piece: shown.piece, text: shown.text + "x")
      case 1:
        PlaintextLeaf(
          kind: shown.kind, pointer: shown.pointer + "x", piece: shown.piece, text: shown.text)
      case 2:
        PlaintextLeaf(
          kind: shown.kind, pointer: shown.pointer, piece: shown.piece + 1, text: shown.text)
      case 3:
        PlaintextLeaf(
          kind: shown.kind == .string ? .integer : .string, pointer: shown.pointer,
          piece: shown.piece, text: shown.text)
      default: shown
      }
    guard way == 4 else { return .shown(other, salt) }
    return .shown(shown, Salt(Array(salt.bytes.reversed())) ?? salt)
  }

  @Test("refuses a span that meets no value or ends behind its string: nothing would be withheld")
  func spans() {
    let content: JSONObject = ["a": ["b": "twelve words"], "c": "", "d": 5, "e": []]
    func span(_ pointer: String, _ scalars: Range<Int>) -> TextSpan {
      TextSpan(pointer: pointer, scalars: scalars)
    }
    #expect(Self.error(content, span("/a/b", 0..<12)) == nil)
    for whole in ["/c", "/d", "/e"] { #expect(Self.error(content, span(whole, 0..<0)) == nil) }
    for wrong in ["", "/", "/a", "/a/b/c", "/x", "a/b", "/A/b"] {
      #expect(
        Self.error(content, span("/c", 0..<0), span(wrong, 0..<1)) == .noSuchValue(span: 1),
        "\(wrong)")
    }
    for scalars in [0..<0, 5..<5, 0..<13, 12..<13, -1..<3] {
      #expect(
        Self.error(content, span("/a/b", scalars)) == .outside(span: 0, scalars: 12), "\(scalars)")
    }
  }

  @Test("of a root that was made of no plaintext is refused, though it leads there")
  func impossible() {
    func leaf(
      _ pointer: String, _ piece: UInt32, _ text: String, _ kind: PlaintextLeaf.Kind = .string
    ) -> Disclosure.Leaf {
      .shown(
        PlaintextLeaf(kind: kind, pointer: pointer, piece: piece, text: text),
        Self.seed(3).rootSalt)
    }
    let hidden = Disclosure.Leaf.withheld(.content([7]))
    for (leaves, place) in [
      ([leaf("/a", 1, "x")], 0), ([leaf("/a", 0, "twelve bytes "), leaf("/a", 2, "y")], 1),
      ([leaf("/a", 0, "twelve byte"), leaf("/a", 1, "y")], 1),
      ([leaf("/a", 0, "x "), leaf("/a", 0, "x ")], 1), ([leaf("/a", 0, "twelve bytes or")], 0),
      ([leaf("/a", 0, "x"), leaf("/b", 0, "x"), leaf("/a", 0, "x")], 2),
      ([leaf("/a", 0, "x "), hidden, leaf("/a", 1, "y")], 2),
      ([leaf("/a", 0, "x"), hidden, leaf("/b", 2, "y")], 2),
      ([leaf("/a", 0, "07", .integer)], 0), ([leaf("/a", 0, "yes", .bool)], 0),
      ([leaf("/a", 0, " ", .emptyObject)], 0), ([leaf("a", 0, "x")], 0),
      ([leaf("/a", 0, String(repeating: "x", count: 65))], 0),
      ([leaf("/a", 0, "nil", .null)], 0),
    ] as [([Disclosure.Leaf], Int)] {
      let disclosure = Disclosure(rootSalt: Self.seed(3).rootSalt, leaves: leaves)
      #expect(throws: DisclosureError.impossible(leaf: place)) {
        try disclosure.check(disclosure.root)
      }
    }
    let possible = Disclosure(
      rootSalt: Self.seed(3).rootSalt,
      leaves: [
        leaf("/a", 0, "x "), hidden, leaf("/a", 2, "y"), hidden, leaf("/c", 1, "z"),
        leaf("/d", 0, "", .emptyArray), leaf("/e", 0, "-7", .integer),
      ])
    #expect(throws: Never.self) { try possible.check(possible.root) }
  }

  @Test("is read from its JSON form, and from no other")
  func form() throws {
    let json = try Disclosure(
      of: ["a": "one two", "b": 3], salts: Self.seed(5),
      withholding: [TextSpan(pointer: "/a", scalars: 0..<1)]
    ).json
    func changed(_ change: (inout JSONObject) -> Void) -> DisclosureError? {
      var object = json
      change(&object)
      do throws(DisclosureError) {
        _ = try Disclosure(object)
        return nil
      } catch {
        return error
      }
    }
    #expect(changed { _ in } == nil)
    #expect(changed { $0["rule"] = 2 } == .otherRule(2))
    for name in ["count", "leaves", "rule", "salt"] {
      #expect(changed { $0[name] = nil } == .notADisclosure)
      #expect(changed { $0[name] = "?" } == .notADisclosure)
    }
    #expect(changed { $0["more"] = 1 } == .notADisclosure)
    #expect(changed { $0["count"] = 4 } == .notADisclosure)
    func leaf(_ index: Int, _ change: (inout JSONObject) -> Void) -> DisclosureError? {
      changed { object in
        var leaves = object["leaves"]?.array ?? []
        guard var leaf = leaves[index].object else { return }
        change(&leaf)
        leaves[index] = .object(leaf)
        object["leaves"] = .array(leaves)
      }
    }
    #expect(leaf(0) { $0["hash"] = "AAAA" } == .notADisclosure)
    #expect(leaf(0) { $0["text"] = "one " } == .notADisclosure)
    for (name, value) in [
      ("piece", -1), ("piece", 4_294_967_296), ("pointer", 1), ("salt", "AAAA"), ("text", nil),
      ("type", "x"), ("more", 1),
    ] as [(String, JSONValue)] {
      #expect(leaf(1) { $0[name] = value } == .notADisclosure, "\(name)")
    }
  }
}
