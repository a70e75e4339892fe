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
}
