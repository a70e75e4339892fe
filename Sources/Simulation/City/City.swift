/// Port Alder: an invented city of middle size on the US east coast.
struct City: Sendable {
  /// A department by name, for scripts.
  enum Place: Int {
    case publicWorks
    case utilityBilling
    case permits
    case humanServices
    case parking
    case records
  }

  static let assistant = "assistant-alder"

  let departments: [Department] = [
    Department(
      name: "Public Works", queues: ["pw-general", "pw-streets"], spanishQueue: "pw-es",
      agents: 1..<13, hours: OfficeHours(opens: 420, closes: 1080, onSaturdays: true)),
    Department(
      name: "Utility Billing", queues: ["ub-billing", "ub-payments"], spanishQueue: "ub-es",
      agents: 13..<28, hours: OfficeHours(opens: 480, closes: 1140, onSaturdays: true)),
    Department(
      name: "Permits", queues: ["pm-counter", "pm-plans"], spanishQueue: "pm-es",
      agents: 28..<37, hours: OfficeHours(opens: 480, closes: 990, onSaturdays: false)),
    Department(
      name: "Human Services", queues: ["hs-intake", "hs-benefits"], spanishQueue: "hs-es",
      agents: 37..<52, hours: OfficeHours(opens: 480, closes: 1080, onSaturdays: false)),
    Department(
      name: "Parking", queues: ["pk-citations"], spanishQueue: "pk-es",
      agents: 52..<60, hours: OfficeHours(opens: 510, closes: 1020, onSaturdays: true)),
    Department(
      name: "City Records", queues: ["rc-requests"], spanishQueue: "rc-es",
      agents: 60..<66, hours: OfficeHours(opens: 540, closes: 1020, onSaturdays: false)),
  ]

  /// The ids of agents by number.
  let agentIDs: [String] = (0..<66).map { number in
    number < 10 ? "agent-00\(number)" : "agent-0\(number)"
  }

  /// What the departments are asked for.
  let services = Service.all

  /// The services of a department.
  func services(of place: Place) -> [Int] {
    services.indices.filter { services[$0].department == place.rawValue }
  }

  func queue(_ department: Int, _ language: Language, _ random: inout RandomSource) -> String {
    language == .spanish
      ? departments[department].spanishQueue : random.pick(departments[department].queues)
  }

  /// An agent with the skills: every third speaks Spanish, every tenth helps out next door.
  func agent(_ department: Int, _ language: Language, _ random: inout RandomSource) -> String {
    if random.chance(80) {
      let neighbour = departments[(department + 1) % departments.count].agents
      if let helper = neighbour.first(where: { $0 % 10 == 0 && speaks($0, language) }) {
        return agentIDs[helper]
      }
    }
    let own = departments[department].agents
    var number = own.lowerBound + random.below(own.count)
    while !speaks(number, language) {
      number = number + 1 < own.upperBound ? number + 1 : own.lowerBound
    }
    return agentIDs[number]
  }

  private func speaks(_ agent: Int, _ language: Language) -> Bool {
    language == .english || agent % 3 == 0
  }
}
