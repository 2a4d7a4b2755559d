"""Code list of the organisations that take part (domain sheet §1)."""

from app.domain.codes.base import CodeList


class OrganisationKind(CodeList):
    """What an organisation is in the field; decides which roles its people have. Codes are ours."""

    ENTERPRISE = "enterprise", "LDE-onderneming"
    VDAB = "vdab", "VDAB"
    DEPARTMENT = "department", "Departement WSE"
    PROVIDER = "provider", "Organisatie die doorstroom begeleidt"
    HOST = "host", "Stagegever"
    AUTHORITY = "authority", "Opdrachtgevende overheid"
    PLATFORM = "platform", "Beheer van Traject"
