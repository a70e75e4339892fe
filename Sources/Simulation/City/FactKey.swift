/// What residents are asked for.
enum FactKey: String, Sendable, CaseIterable {
  case name
  case address
  case accountNumber = "account_number"
  case phone
  case email
  case birthDate = "date_of_birth"
  case licensePlate = "license_plate"
  case householdSize = "household_size"

  /// The key as a bit of a set.
  var bit: UInt16 {
    switch self {
    case .name: 1
    case .address: 2
    case .accountNumber: 4
    case .phone: 8
    case .email: 16
    case .birthDate: 32
    case .licensePlate: 64
    case .householdSize: 128
    }
  }
}
