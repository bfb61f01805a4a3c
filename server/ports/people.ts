/**
 * Who stands behind a token, asked from the products themselves. Shapes are the part of Zoho's answers that the
 * connector decides on (zoho-desk-api §6, zoho-crm-api §1.4).
 */
export interface DeskOrganizationFacts {
  readonly id: string;
  readonly companyName?: string | null | undefined;
  readonly edition?: string | null | undefined;
  /** As in the addresses of Desk's pages. */
  readonly portalName?: string | null | undefined;
  readonly isDefault?: boolean | null | undefined;
}
export interface DeskPersonFacts {
  readonly id: string;
  readonly emailId?: string | null | undefined;
  readonly name?: string | null | undefined;
  readonly profileId?: string | null | undefined;
  readonly rolePermissionType?: string | null | undefined;
  readonly status?: string | null | undefined;
  /** Departments the person works in. */
  readonly associatedDepartmentIds?: readonly string[] | null | undefined;
}
export interface DeskProfileFacts {
  readonly id: string;
  readonly name: string;
}
export interface DeskDepartmentFacts {
  readonly id: string;
  readonly name: string;
  readonly isEnabled?: boolean | null | undefined;
}

/** One Desk portal's people. Every method throws `SyncError` when Desk refuses or cannot be reached. */
export interface DeskPeople {
  /** The portals that the token's user belongs to; needs no organisation. */
  organizations(): Promise<readonly DeskOrganizationFacts[]>;
  myInfo(): Promise<DeskPersonFacts>;
  agents(): Promise<readonly DeskPersonFacts[]>;
  profiles(): Promise<readonly DeskProfileFacts[]>;
  departments(): Promise<readonly DeskDepartmentFacts[]>;
}

export interface CrmPeople {
  /** The CRM organisation of the token; `id` is its `zgid`. */
  organization(): Promise<{ readonly id: string; readonly companyName: string | null }>;
  currentUser(): Promise<{
    readonly id: string;
    readonly email: string | null;
    /** S8: must be an administrator's profile. */
    readonly isAdministrator: boolean;
  }>;
}

/** Opens the products with an access token that is not stored (yet): sign-in and connecting. */
export interface Introduction {
  desk(token: { readonly dc: string; readonly accessToken: string; readonly orgId?: string }): DeskPeople;
  crm(token: {
    readonly dc: string;
    readonly accessToken: string;
    readonly apiDomain: string | null;
  }): CrmPeople;
}
