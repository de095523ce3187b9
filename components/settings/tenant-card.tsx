import { Card, CardContent, CardHeader, CardTitle } from '@/components/ui/card';
import { Copyable } from '@/components/ui/copyable';
import { Fact } from '@/components/ui/fact';
import type { TenantView } from '@/lib/contract/portal';

export function TenantCard({ tenant }: { tenant: TenantView }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Tenant</CardTitle>
      </CardHeader>
      <CardContent>
        <dl>
          <Fact term="Name">{tenant.name}</Fact>
          <Fact term="Tenant ID">
            <Copyable value={tenant.id} label="Copy tenant ID" />
          </Fact>
          {tenant.operator ? (
            <Fact term="Operator">Its owners and admins manage this installation’s signing keys.</Fact>
          ) : null}
        </dl>
      </CardContent>
    </Card>
  );
}
