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
      staff: 12, hours: OfficeHours(opens: 420, closes: 1080, onSaturdays: true),
      takesVoicemail: true),
    Department(
      name: "Utility Billing", queues: ["ub-billing", "ub-payments"], spanishQueue: "ub-es",
      staff: 16, hours: OfficeHours(opens: 480, closes: 1140, onSaturdays: true),
      takesVoicemail: true),
    Department(
      name: "Permits", queues: ["pm-counter", "pm-plans"], spanishQueue: "pm-es",
      staff: 10, hours: OfficeHours(opens: 480, closes: 990, onSaturdays: false),
      takesVoicemail: false),
    Department(
      name: "Human Services", queues: ["hs-intake", "hs-benefits"], spanishQueue: "hs-es",
      staff: 16, hours: OfficeHours(opens: 480, closes: 1080, onSaturdays: false),
      takesVoicemail: true),
    Department(
      name: "Parking", queues: ["pk-citations"], spanishQueue: "pk-es",
      staff: 8, hours: OfficeHours(opens: 510, closes: 1020, onSaturdays: true),
      takesVoicemail: false),
    Department(
      name: "City Records", queues: ["rc-requests"], spanishQueue: "rc-es",
      staff: 8, hours: OfficeHours(opens: 540, closes: 1020, onSaturdays: false),
      takesVoicemail: true),
  ]

  /// What the departments are asked for.
  let services = Service.all

  /// What each department is asked for in the usual course of things, by department.
  let servicesByDepartment: [[Int]] = (0..<6).map { department in
    Service.all.indices.filter {
      Service.all[$0].department == department && Service.all[$0].code != Service.breach
    }
  }

  /// The services of a department.
  func services(of place: Place) -> [Int] { servicesByDepartment[place.rawValue] }

  /// The service of a code.
  func service(_ code: String) -> Int { services.firstIndex { $0.code == code } ?? 0 }

  /// Where a contact about a service waits: always in the same queue of a department.
  func queue(_ department: Int, _ language: Language, about service: Int) -> String {
    if language == .spanish { return departments[department].spanishQueue }
    let isOwn = services[service].department == department
    return departments[department].queues[isOwn ? services[service].desk : 0]
  }
}
