internal import InteractionModel

/// Somebody who works for the city: when, for which departments and in which languages.
struct Agent: Sendable {
  let id: String
  let actor: Actor
  /// The departments whose matters the agent knows, one bit each.
  let skills: UInt8
  let speaksSpanish: Bool
  /// The shift, in minutes from midnight.
  let shift: Range<Int>
  /// Whether the agent is on duty on Saturdays.
  let onSaturdays: Bool

  func isOnDuty(_ local: CityClock.Local) -> Bool {
    if local.weekday == 6 { return onSaturdays }
    return local.weekday != 0 && shift.contains(local.minute)
  }
}

/// Who works for the city, and who is busy until when.
///
/// Every third agent speaks Spanish, every fourth knows the department next door as well, every
/// ninth all of them. Half of them come when the office opens, half stay until it closes.
struct Roster: Sendable {
  private(set) var agents: [Agent] = []
  private var busyUntil: [Int64] = []
  /// Each department's own agents.
  private var own: [Range<Int>] = []
  /// Agents of other departments who know a department's matters.
  private var helpers: [[Int]]

  /// The people of a city.
  /// - Parameters:
  ///   - departments: the departments.
  ///   - scale: how many times the usual staff there is.
  init(_ departments: [Department], scale: Int) {
    helpers = departments.map { _ in [] }
    for (home, department) in departments.enumerated() {
      let first = agents.count
      for seat in 0..<(department.staff * scale) {
        let number = agents.count + 1
        var skills: UInt8 = 1 << UInt8(home)
        if seat % 4 == 1 { skills |= 1 << UInt8((home + 1) % departments.count) }
        if seat % 9 == 8 { skills = 0x3F }
        let hours = department.hours
        let isEarly = seat % 2 == 0
        let shift =
          isEarly
          ? hours.opens..<min(hours.closes, hours.opens + 510)
          : max(hours.opens, hours.closes - 510)..<hours.closes
        let id = "agent-\(number.padded(3))"
        agents.append(
          Agent(
            id: id, actor: Actor(type: "agent", id: id), skills: skills,
            speaksSpanish: seat % 3 == 0, shift: shift,
            onSaturdays: hours.onSaturdays && seat % 4 < 2))
      }
      own.append(first..<agents.count)
    }
    for (number, agent) in agents.enumerated() {
      for department in departments.indices
      where agent.skills & (1 << UInt8(department)) != 0 && !own[department].contains(number) {
        helpers[department].append(number)
      }
    }
    busyUntil = [Int64](repeating: .min, count: agents.count)
  }

  /// Somebody who knows the matter and the language, on duty and free if there is one.
  ///
  /// Else somebody who has to be waited for; once nobody is on duty any more, somebody stays.
  func pick(
    _ department: Int, _ language: Language, at time: Int64, _ random: inout RandomSource
  ) -> (agent: Int, isFree: Bool) {
    let local = CityClock.local(at: time)
    let own = own[department]
    let others = helpers[department]
    var busy: Int?
    func suits(_ number: Int) -> Bool {
      let agent = agents[number]
      return (language == .english || agent.speaksSpanish) && agent.isOnDuty(local)
    }
    // Who knows more than one matter is asked for it even when there is no need.
    if random.chance(60), !others.isEmpty {
      let helper = random.pick(others)
      if suits(helper), busyUntil[helper] <= time { return (helper, true) }
    }
    var number = own.lowerBound + random.below(own.count)
    for _ in own {
      if suits(number) {
        if busyUntil[number] <= time { return (number, true) }
        busy = busy ?? number
      }
      number = number + 1 < own.upperBound ? number + 1 : own.lowerBound
    }
    var place = random.below(max(1, others.count))
    for _ in others {
      if suits(others[place]) {
        if busyUntil[others[place]] <= time { return (others[place], true) }
        busy = busy ?? others[place]
      }
      place = place + 1 < others.count ? place + 1 : 0
    }
    if let busy { return (busy, false) }
    // Nobody on duty: whoever speaks the language stays longer.
    for _ in own {
      if language == .english || agents[number].speaksSpanish {
        if busyUntil[number] <= time { return (number, true) }
        busy = busy ?? number
      }
      number = number + 1 < own.upperBound ? number + 1 : own.lowerBound
    }
    return (busy ?? number, false)
  }

  /// Whether somebody is at work.
  func isOnDuty(_ agent: Int, at time: Int64) -> Bool {
    agents[agent].isOnDuty(CityClock.local(at: time))
  }

  /// An agent is in a contact until then.
  mutating func occupy(_ agent: Int, until time: Int64) { busyUntil[agent] = time }
}
