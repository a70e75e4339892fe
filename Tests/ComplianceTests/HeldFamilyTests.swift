import InteractionModel
import Projections
import StoreConformance
import Testing

@testable import Compliance

/// Merges as they came, one after the other, and how often somebody asked for them.
private final class MergeBook {
  private(set) var links: [String: [Link]] = [:]
  private(set) var last = Position.start
  private(set) var looks = 0

  var everyone: Set<String> {
    Set(links.keys).union(links.values.joined().compactMap(\.target))
  }

  /// Notes that a subject points somewhere from now on; nil for nowhere.
  func merge(_ subject: String, into target: String?) {
    last = last.next
    links[subject, default: []].append(
      Link(
        kind: .partyIntoParty, subject: subject, target: target, position: last,
        time: Instant(microseconds: 0)))
  }

  func family(of held: String, since start: Position) throws -> HeldFamily {
    let pointing = links.values.joined().reduce(into: [String: Set<String>]()) { found, link in
      if let target = link.target { found[target, default: []].insert(link.subject) }
    }
    return try HeldFamily(
      of: held, since: start,
      links: { id in
        looks += 1
        return links[id] ?? []
      },
      subjects: { id in
        looks += 1
        return pointing[id, default: []].sorted()
      })
  }

  /// Whether two had one root at some moment from a record on and before another, as it is said:
  /// at each moment, both chains are followed.
  func wereOne(_ one: String, _ other: String, since start: Position, before end: Position) -> Bool
  {
    (start.rawValue...max(last.rawValue, start.rawValue)).contains { moment in
      moment < end.rawValue
        && root(of: one, at: Position(moment)) == root(of: other, at: Position(moment))
    }
  }

  private func root(of id: String, at moment: Position) -> String {
    var chain = [id]
    while let link = links[chain[chain.count - 1]]?.last(where: { $0.position <= moment }),
      let target = link.target
    {
      if let place = chain.firstIndex(of: target) { return chain[place...].min() ?? target }
      chain.append(target)
    }
    return chain[chain.count - 1]
  }
}

@Suite("Whom a hold finds in the family of what is held")
struct HeldFamilyTests {
  private static func name(_ place: Int) -> String { "p\(String(1_000_000 + place).dropFirst())" }

  @Test(
    "is everyone who had one root with it since it was placed, whatever merges came and went",
    arguments: 1...60 as ClosedRange<UInt64>)
  func random(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let book = MergeBook()
    let names = (0..<7).map(HeldFamilyTests.name)
    for _ in 0..<Int.random(in: 1...24, using: &random) {
      let subject = names.randomElement(using: &random) ?? ""
      let isTakenBack = Int.random(in: 0..<4, using: &random) == 0
      // To itself and round in circles too: subsets of a log do that.
      book.merge(subject, into: isTakenBack ? nil : names.randomElement(using: &random))
    }
    for start in 0...book.last.rawValue + 1 {
      let family = try book.family(of: names[0], since: Position(start))
      for name in names {
        for end in (start + 1)...(book.last.rawValue + 2) {
          #expect(
            family.has(name, before: Position(end))
              == book.wereOne(names[0], name, since: Position(start), before: Position(end)),
            "\(name) from \(start) until \(end)")
        }
        #expect(
          family.members.contains(name)
            == book.wereOne(names[0], name, since: Position(start), before: Position(.max)))
      }
    }
  }

  /// How merges of many follow each other.
  enum Shape: CaseIterable {
    case chain, chainFromItsEnd, star, wandering, comingAndGoing

    fileprivate func merge(_ count: Int, in book: MergeBook) {
      func merge(_ place: Int, into target: Int?) {
        book.merge(HeldFamilyTests.name(place), into: target.map(HeldFamilyTests.name))
      }
      switch self {
      case .chain: for place in 1..<count { merge(place - 1, into: place) }
      case .chainFromItsEnd: for place in (1..<count).reversed() { merge(place - 1, into: place) }
      case .star: for place in 1..<count { merge(place, into: 0) }
      case .wandering: for place in 1..<count { merge(0, into: place) }
      case .comingAndGoing:
        // A family of half of them joins the held one and leaves it again, over and over.
        for place in 2..<(count / 2) { merge(place, into: 1) }
        for _ in 0..<(count / 4) {
          merge(1, into: 0)
          merge(1, into: nil)
        }
      }
    }
  }

  @Test("costs what there are merges, and looks at nobody twice", arguments: Shape.allCases)
  func cost(shape: Shape) throws {
    func cost(_ count: Int) throws -> (looks: Int, joins: Int, members: Int) {
      let book = MergeBook()
      shape.merge(count, in: book)
      let family = try book.family(of: HeldFamilyTests.name(0), since: .start)
      for name in book.everyone { _ = family.has(name, before: Position(.max)) }
      return (book.looks, family.joins, family.members.count)
    }
    let (few, many) = (try cost(500), try cost(4_000))
    #expect(many.members == (shape == .comingAndGoing ? 2_000 : 4_000))
    #expect(many.looks <= 2 * 4_000)
    #expect(many.joins < 16 * few.joins, "\(few.joins) and \(many.joins)")
  }
}
