internal import InteractionModel

/// What a journey is about and its stages, most of them decided before it starts.
struct Script: Sendable {
  let service: Int
  /// The department where it begins, when that is another than the service's own.
  var entrance: Int?
  var stages: [Stage]
  /// What the options could decide about it; what they did decide is among the stages.
  private(set) var chances: Chances = []

  /// What can disturb a journey: opportunities of the rates of the options.
  struct Chances: OptionSet, Sendable {
    let rawValue: UInt8

    static let partyMerge = Chances(rawValue: 1)
    static let caseSplit = Chances(rawValue: 2)
    static let caseMerge = Chances(rawValue: 4)
    static let reopening = Chances(rawValue: 8)
    static let all: [Chances] = [.partyMerge, .caseSplit, .caseMerge, .reopening]
  }

  /// A script by the usual mix, disturbed as often as the options say.
  static func random(_ world: inout World) -> Script {
    let roll = world.random.below(100)
    var script =
      switch roll {
      case 0..<10: failedPayment(&world)
      case 10..<32: report(&world)
      case 32..<44: application(&world)
      case 44..<55: dispute(&world)
      case 55..<66: permitQuestion(&world)
      case 66..<80: firstContact(&world)
      case 80..<88: billByPhone(&world)
      case 88..<93: visit(&world)
      case 93..<96: reminder(&world)
      case 96..<98: contained(&world)
      default: paidOnline(&world)
      }
    if roll < 93 { script.disturb(&world) }
    return script
  }

  /// Merges, splits, strangers and reopenings at the rates of the options.
  private mutating func disturb(_ world: inout World) {
    let options = world.options
    // Only what is about a public place can be another person's matter as well, and that is seen
    // when somebody looks at it first.
    if world.city.services[service].department == City.Place.publicWorks.rawValue,
      let open = index(of: \.isOpenCase), let end = stages[open...].firstIndex(where: \.isEnd)
    {
      chances.insert(.caseMerge)
      if world.random.chance(options.caseMerges) {
        stages.replaceSubrange((end + 1)..., with: [.wait(30...900, office: true), .mergeCase])
        return
      }
    }
    if lastWrittenFollowUp != nil { chances.insert(.partyMerge) }
    if world.random.chance(options.partyMerges) { makeStranger(&world) }
    if lastFollowUpEnd != nil { chances.insert(.caseSplit) }
    if world.random.chance(options.caseSplits), let end = lastFollowUpEnd {
      stages.insert(contentsOf: [.wait(5...60, office: true), .splitCase], at: end + 1)
      stages += [.wait(1_500...6_000, office: true), .closeSplit]
    }
    if index(of: \.isClose) != nil { chances.insert(.reopening) }
    if world.random.chance(options.reopenings), index(of: \.isClose) != nil {
      stages += Script.reopening(&world)
    }
  }

  private mutating func makeStranger(_ world: inout World) {
    guard let (place, channel, end) = lastWrittenFollowUp else { return }
    stages[place] = .beginAsStranger(channel)
    var merge: [Stage] = [.wait(30...600, office: true), .mergeParty]
    if world.random.chance(world.options.partyUnmerges) {
      merge += [.wait(600...3_000, office: true), .unmergeParty]
    }
    stages.insert(contentsOf: merge, at: end + 1)
  }

  /// The last conversation that begins in writing and is not the first, and where it ends.
  private var lastWrittenFollowUp: (place: Int, channel: Channel, end: Int)? {
    let followUps = stages.indices.dropFirst().filter { stages[$0].beginsWithWriting }
    guard let place = followUps.last, case .begin(let channel, _) = stages[place],
      let end = stages[place...].firstIndex(where: \.isEnd)
    else { return nil }
    return (place, channel, end)
  }

  private var lastFollowUpEnd: Int? {
    guard let open = index(of: \.isOpenCase), let resolve = index(of: \.isResolve) else {
      return nil
    }
    let ends = stages.indices.filter { $0 > open && $0 < resolve && stages[$0].isEnd }
    return ends.count > 1 ? ends.last : nil
  }

  private func index(of test: (Stage) -> Bool) -> Int? { stages.firstIndex(where: test) }

  private static func reopening(_ world: inout World) -> [Stage] {
    let channel = world.random.pick([Channel.voice, .email, .chat])
    return [
      .wait(1_000...7_000, office: true), .begin(channel, .inbound),
    ] + Script.received(channel) + [
      .ask(.name), .reopen, .exchange(5), .escalate, .end, .wait(600...3_000, office: true),
      .resolve, .begin(.email, .outbound), .exchange(1), .end,
      .wait(600...3_000, office: false), .close,
    ]
  }

  /// Somebody takes what comes: a letter has arrived before.
  static func received(_ channel: Channel) -> [Stage] {
    channel == .email ? [.exchange(1), .answer] : [.answer]
  }
}

extension Stage {
  fileprivate var isResolve: Bool { if case .resolve = self { true } else { false } }
  fileprivate var isClose: Bool { if case .close = self { true } else { false } }
  fileprivate var isOpenCase: Bool { if case .openCase = self { true } else { false } }
  fileprivate var isEnd: Bool { if case .end = self { true } else { false } }
  fileprivate var beginsWithWriting: Bool {
    switch self {
    case .begin(.email, .inbound), .begin(.sms, .inbound), .begin(.socialPublic, .inbound),
      .begin(.socialDirect, .inbound), .begin(.chat, .inbound):
      true
    default: false
    }
  }
}
