internal import InteractionModel
internal import Projections

/// Who was one with what is held at some time of a hold, and since when.
///
/// Two entities end at the same root exactly while links that are in force join them, whichever way
/// the links point. So each link is looked at as what it is for a stretch of the log: a bond. The
/// moments at which a link came into force or lost it are halved and halved again, every bond is put
/// where it holds all the way, and the halves are gone through in order: families are joined on the
/// way into one and parted on the way out. For n bonds that takes O(n log² n) steps, however long
/// the chains are and however often they are moved, and each entity's links are read once.
struct HeldFamily {
  /// From which record on each one was first one with what is held.
  private let first: [String: Position]
  /// How often two families were joined: what it cost.
  let joins: Int

  /// Everyone who was one with what is held at some time of the hold, itself included.
  var members: Set<String> { Set(first.keys) }

  /// The family of what nothing is merged with.
  init(of held: String, since start: Position) {
    first = [held: start]
    joins = 0
  }

  /// The family of what is held.
  /// - Parameters:
  ///   - held: what is held.
  ///   - start: the record that placed the hold.
  ///   - links: every merge there ever was of a subject, in position order.
  ///   - subjects: those that some merge has ever pointed to a target.
  /// - Throws: what `links` and `subjects` throw.
  init(
    of held: String, since start: Position, links: (String) throws -> [Link],
    subjects: (String) throws -> [String]
  ) throws {
    let histories = try HeldFamily.histories(of: held, since: start, links, subjects)
    var timeline = BondTimeline(
      moments: Set(histories.values.joined().map { max($0.position, start) }).union([start]))
    for (subject, history) in histories {
      for (place, link) in history.enumerated() {
        guard let target = link.target, target != subject else { continue }
        let end = place + 1 < history.count ? max(history[place + 1].position, start) : nil
        timeline.bind(subject, target, from: max(link.position, start), until: end)
      }
    }
    first = timeline.meetings(with: held)
    joins = timeline.joins
  }

  /// Whether an entity was one with what is held at some time of the hold before a record.
  func has(_ id: String, before end: Position) -> Bool { first[id].map { $0 < end } ?? false }

  /// The links since the hold of everyone whom they join with what is held, at one time or another.
  private static func histories(
    of held: String, since start: Position, _ links: (String) throws -> [Link],
    _ subjects: (String) throws -> [String]
  ) throws -> [String: [Link]] {
    var known: [String: (links: [Link], targets: Set<String>)] = [:]
    func history(_ id: String) throws -> (links: [Link], targets: Set<String>) {
      if let found = known[id] { return found }
      let found = try links(id).inForce(since: start)
      let history = (links: found, targets: Set(found.compactMap(\.target)))
      known[id] = history
      return history
    }
    var members: [String: [Link]] = [:]
    var queue = [held]
    while let id = queue.popLast() {
      guard members[id] == nil else { continue }
      let own = try history(id)
      members[id] = own.links
      queue += own.targets
      for subject in try subjects(id) where members[subject] == nil {
        if try history(subject).targets.contains(id) { queue.append(subject) }
      }
    }
    return members
  }
}

extension [Link] {
  /// The link of a subject that was in force at a record, and all later ones.
  func inForce(since start: Position) -> [Link] {
    let later = firstIndex { $0.position > start } ?? endIndex
    return Array(self[Swift.max(later - 1, 0)...])
  }
}
